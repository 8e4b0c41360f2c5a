package io.zkpersona.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/**
 * The snippets of the page about Spring Boot are parts of consumers/boot, which consumers/run
 * builds and runs, and its properties are those that there are.
 */
class SpringPageTest {

  private static final Path PAGE = Path.of("../docs/spring.md");
  private static final List<Path> CONSUMERS =
      List.of(Path.of("../consumers/boot/src"), Path.of("../consumers/boot4/pom.xml"));
  private static final Pattern SNIPPET = Pattern.compile("```\\w+\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PROPERTY =
      Pattern.compile("\\| `((?:zkpersona|management)\\.[^`]+)` \\|");

  @Test
  void everySnippetIsPartOfAConsumer() throws IOException {
    String sources =
        CONSUMERS.stream()
            .flatMap(SpringPageTest::files)
            .map(SpringPageTest::read)
            .map(SpringPageTest::withoutIndentation)
            .collect(Collectors.joining("\n"))
            .replace("${zkpersona.version}", "0.1.0-SNAPSHOT");
    List<String> snippets =
        SNIPPET.matcher(read(PAGE)).results().map(result -> result.group(1)).toList();

    assertThat(snippets)
        .hasSizeGreaterThan(3)
        .allSatisfy(snippet -> assertThat(sources).contains(withoutIndentation(snippet)));
  }

  @Test
  void everyPropertyIsOnThePage() throws IOException {
    String page = read(PAGE);
    List<String> names = names();

    assertThat(names)
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(page)
                    .containsAnyOf(
                        "`" + name + "`", "`" + name.replace("zkpersona.datasource.", "") + "`"));
    assertThat(PROPERTY.matcher(page).results().map(result -> result.group(1)))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(names).contains(name));
  }

  private static List<String> names() throws IOException {
    try (var in =
        SpringPageTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      Map<String, Object> metadata =
          JsonParserFactory.getJsonParser()
              .parseMap(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      return ((List<?>) metadata.get("properties"))
          .stream().map(entry -> (String) ((Map<?, ?>) entry).get("name")).toList();
    }
  }

  private static Stream<Path> files(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
