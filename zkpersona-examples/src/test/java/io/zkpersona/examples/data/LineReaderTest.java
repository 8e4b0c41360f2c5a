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
  void bytesThatAreNoUtf8AreNoticed() throws IOException, MalformedLineException {
    byte[] latin1 = {'c', 'a', 'f', (byte) 0xe9, '\n'};

    String line = read(latin1).get(0).substring(3);

    assertThatThrownBy(() -> LineReader.checkDecoded(line))
        .isInstanceOf(MalformedLineException.class)
        .hasMessage("no UTF-8 at character 4");
    LineReader.checkDecoded("caf\u00e9");
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
