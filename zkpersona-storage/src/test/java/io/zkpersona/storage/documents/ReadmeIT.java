package io.zkpersona.storage.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.testing.ChildJvm;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick start and the snippet of the page about many rows run as printed. */
@NewestServerOnly
class ReadmeIT {

  private static final Documents DOCUMENTS = Documents.ofTheProject();

  /** What stands around the snippet about many rows. */
  private static final String MANY_ROWS =
      """
      public class Snippet {
        public static void main(String[] args) {
          try (DatabaseManager database = DatabaseManager.open(DatabaseConfig.fromEnvironment())) {
            Repositories repositories = database.repositories();
            %s
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void theQuickStartRunsAsPrintedOnAServerOfItsOwn() throws Exception {
    String output = run("QuickStart", snippet("README.md"), Map.of());

    assertThat(output.lines())
        .anyMatch(line -> line.startsWith("1 processed: "))
        .anyMatch(line -> line.contains("9007199254740993000000000000001"));
  }

  @Test
  void theSnippetAboutManyRowsRunsAsPrinted() throws Exception {
    String program = SnippetCompiler.IMPORTS + MANY_ROWS.formatted(snippet("docs/many-rows.md"));
    try (TestDatabase database = TestDatabase.empty()) {
      String output = run("Snippet", program, Map.of("DATABASE_URL", database.url()));

      assertThat(output.lines()).contains("10000 rows", "10001 rows", "10001 inserted");
      assertThat(database.queryOne("SELECT count(*) FROM zkpersona.behavior_inputs"))
          .isEqualTo("10001");
    }
  }

  /** The first of a document. */
  private static String snippet(String document) throws IOException {
    return DOCUMENTS.snippets(Path.of(document)).get(0).text();
  }

  /** Compiles and runs a class as it stands. */
  private String run(String name, String text, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve(name + ".java"), text);
    ProcessBuilder program =
        ChildJvm.command(
            List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString()));
    program.environment().putAll(environment);
    return ChildJvm.outputOf(program);
  }
}
