package io.zkpersona.examples.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Test
  void blankLinesArePassedOverButCounted() throws IOException {
    assertThat(read("\uFEFFone\r\n\r\n  \ntwo\nthree".getBytes(UTF_8)))
        .containsExactly("1: one", "4: two", "5: three");
  }

  @Test
  void anEmptyFileHasNoLine() throws IOException {
    assertThat(read(new byte[0])).isEmpty();
  }

  @Test
  void bytesThatAreNoUtf8AreRejectedWithTheirLineOnly() throws Exception {
    byte[] latin1 = {'c', 'a', 'f', (byte) 0xe9, '\n', 'o', 'k', '\n', (byte) 0xc3};

    try (LineReader reader = new LineReader(new ByteArrayInputStream(latin1))) {
      assertThat(reader.next()).startsWith("caf");
      assertThatThrownBy(reader::checkDecoded)
          .isInstanceOf(MalformedLineException.class)
          .hasMessage("invalid UTF-8 at character 4");
      assertThat(reader.next()).isEqualTo("ok");
      reader.checkDecoded();
      // A character whose second byte is missing.
      assertThat(reader.next()).hasSize(1);
      assertThatThrownBy(reader::checkDecoded).hasMessage("invalid UTF-8 at character 1");
    }
  }

  @Test
  void aReplacementCharacterOfTheFileItselfIsText() throws Exception {
    String line = "caf\uFFFD \u00e9 \uD83D\uDE00";

    try (LineReader reader = new LineReader(new ByteArrayInputStream(line.getBytes(UTF_8)))) {
      assertThat(reader.next()).isEqualTo(line);
      reader.checkDecoded();
    }
  }

  private static List<String> read(byte[] bytes) throws IOException {
    List<String> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(new ByteArrayInputStream(bytes))) {
      for (String line = reader.next(); line != null; line = reader.next()) {
        lines.add(reader.number() + ": " + line);
      }
    }
    return lines;
  }
}
