package io.zkpersona.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Java snippets of the page about testing are parts of consumers/junit, which consumers/run
 * compiles and runs.
 */
class TestingPageTest {

  private static final Path PAGE = Path.of("../docs/testing.md");
  private static final Path CONSUMER = Path.of("../consumers/junit/src/test/java");
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void everySnippetIsPartOfTheConsumer() throws IOException {
    String sources;
    try (Stream<Path> files = Files.walk(CONSUMER)) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(TestingPageTest::read)
              .map(TestingPageTest::withoutIndentation)
              .collect(Collectors.joining("\n"));
    }
    List<String> snippets =
        SNIPPET.matcher(read(PAGE)).results().map(result -> result.group(1)).toList();

    assertThat(snippets)
        .hasSizeGreaterThan(4)
        .allSatisfy(snippet -> assertThat(sources).contains(withoutIndentation(snippet)));
  }

  private static String withoutIndentation(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
