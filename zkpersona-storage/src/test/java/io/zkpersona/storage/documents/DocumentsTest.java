package io.zkpersona.storage.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.config.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents compile, and lead where they say. */
class DocumentsTest {

  private static final Documents DOCUMENTS = Documents.ofTheProject();
  private static final Path INDEX = Path.of("docs/README.md");

  /** Its snippets are parts of consumers/junit, as TestingPageTest of that module checks. */
  private static final Path OF_THE_JUNIT_CONSUMER = Path.of("docs/testing.md");

  /** Its snippets are parts of consumers/boot, as SpringPageTest of the starter checks. */
  private static final Path OF_THE_BOOT_CONSUMERS = Path.of("docs/spring.md");

  @TempDir private Path folder;

  @Test
  void theDiagramOfModulesIsThatOfTheirPoms() throws IOException {
    List<String> lines = ModuleDiagram.of(DOCUMENTS.root());

    assertThat(lines).hasSizeGreaterThan(10);
    assertThat(DOCUMENTS.text(Path.of("docs/architecture.md")))
        .contains("```mermaid\n" + String.join("\n", lines) + "\n```");
  }

  @Test
  void everySnippetCompiles() throws IOException {
    List<Documents.Snippet> snippets =
        DOCUMENTS.allSnippets().stream()
            .filter(snippet -> !snippet.document().equals(OF_THE_JUNIT_CONSUMER))
            .filter(snippet -> !snippet.document().equals(OF_THE_BOOT_CONSUMERS))
            .toList();
    assertThat(snippets).hasSizeGreaterThan(20);
    assertThat(new SnippetCompiler(folder).errors(snippets)).isEmpty();
  }

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    assertThat(DOCUMENTS.all())
        .contains(
            Path.of("README.md"),
            Path.of("CONTRIBUTING.md"),
            Path.of("migrations/README.md"),
            Path.of("zkpersona-benchmarks/README.md"),
            INDEX);
    assertThat(DOCUMENTS.deadLinks()).isEmpty();
  }

  @Test
  void theGuideLinksEachOfItsPages() throws IOException {
    List<Path> pages =
        DOCUMENTS.all().stream()
            .filter(page -> page.startsWith("docs") && !page.equals(INDEX))
            .toList();

    assertThat(pages).hasSizeGreaterThan(20);
    assertThat(DOCUMENTS.linkedFiles(INDEX)).containsAll(pages);
  }

  @Test
  void everyVariableIsInTheTable() throws IOException {
    DatabaseConfig config =
        DatabaseConfig.builder().databaseUrl("postgresql://user@localhost/database").build();

    assertThat(config.describe()).isNotEmpty();
    assertThat(DOCUMENTS.text(Path.of("docs/configuration.md")))
        .contains(config.describe().keySet().stream().map(name -> "`" + name + "`").toList());
  }

  @Test
  void headingsHaveTheAnchorsThatGitHubGivesThem() throws IOException {
    write(
        "docs/page.md",
        """
        # Sign-in & roles
        ## `save_all`, [slices](#x) and _pages_: 2
        ## Twice
        ## Twice
        ```
        # No heading
        ```
        """);

    assertThat(new Documents(folder).anchors(Path.of("docs/page.md")))
        .containsExactlyInAnyOrder(
            "sign-in--roles", "save_all-slices-and-_pages_-2", "twice", "twice-1");
  }

  @Test
  void aDeadLinkIsFound() throws IOException {
    write(
        "docs/page.md",
        """
        # Here
        [a](#here) [b](#there) [c
        d](../README.md#top) [e](gone.md)
        """);
    write("README.md", "# Top\n[page](docs/page.md) [site](https://example.org)\n");

    assertThat(new Documents(folder).deadLinks())
        .containsExactly("docs/page.md: #there", "docs/page.md: gone.md");
  }

  @Test
  void aSnippetThatDoesNotCompileIsNamedByItsLine() throws IOException {
    write(
        "docs/page.md",
        """
        ```java
        long count = 1;
        repositories.nobody();
        ```

        ```java
        record A(B b) {}
        ```
        """);
    write("README.md", "```java\nlong users = repositories.users().count();\n```\n");

    List<String> errors =
        new SnippetCompiler(Files.createDirectory(folder.resolve("classes")))
            .errors(new Documents(folder).allSnippets());

    assertThat(errors)
        .hasSize(2)
        .anyMatch(error -> error.startsWith("docs/page.md:3: "))
        .anyMatch(error -> error.startsWith("docs/page.md:7: "));
  }

  private void write(String document, String text) throws IOException {
    Path file = folder.resolve(document);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
