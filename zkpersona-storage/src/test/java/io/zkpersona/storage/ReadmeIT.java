package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's snippets compile as printed and do what they say. */
@NewestServerOnly
class ReadmeIT {

  private static final Path README = Path.of("..", "README.md");

  private static final String IMPORTS =
      """
      import io.zkpersona.domain.behavior.*;
      import io.zkpersona.domain.json.Json;
      import io.zkpersona.domain.page.*;
      import io.zkpersona.domain.reputation.*;
      import io.zkpersona.domain.scoring.*;
      import io.zkpersona.domain.user.*;
      import io.zkpersona.storage.DatabaseManager;
      import io.zkpersona.storage.config.DatabaseConfig;
      import io.zkpersona.storage.repository.*;
      import java.math.BigDecimal;
      import java.util.stream.Stream;
      """;

  /** The code around the snippet about many rows. */
  private static final String MANY_ROWS =
      """
      try (DatabaseManager database = DatabaseManager.open(DatabaseConfig.fromEnvironment())) {
        Repositories repositories = database.repositories();
        Stream<BehaviorInput> rows =
            Stream.generate(() -> BehaviorInput.builder().inputData(Json.emptyObject()).build())
                .limit(10_001);
        %s
        System.out.println(result.inserted() + " inserted");
      }
      """;

  @TempDir private Path folder;

  @Test
  void theQuickStartRunsAsPrintedOnAServerOfItsOwn() throws Exception {
    String output = run("QuickStart", javaBlocks().get(0), Map.of());

    assertThat(output.lines())
        .anyMatch(line -> line.startsWith("1 processed: "))
        .anyMatch(line -> line.contains("9007199254740993000000000000001"));
  }

  @Test
  void theSnippetAboutManyRowsRunsAsPrinted() throws Exception {
    assertThat(javaBlocks()).hasSize(2);
    try (TestDatabase database = TestDatabase.empty()) {
      String output = runAsProgram(MANY_ROWS.formatted(javaBlocks().get(1)), database.url());

      assertThat(output.lines()).contains("10000 rows", "10001 rows", "10001 inserted");
      assertThat(database.queryOne("SELECT count(*) FROM zkpersona.behavior_inputs"))
          .isEqualTo("10001");
    }
  }

  @Test
  void everyVariableIsInTheTable() throws IOException {
    DatabaseConfig config =
        DatabaseConfig.builder().databaseUrl("postgresql://user@localhost/database").build();

    assertThat(config.describe()).isNotEmpty();
    assertThat(Files.readString(README))
        .contains(config.describe().keySet().stream().map(name -> "`" + name + "`").toList());
  }

  private static List<String> javaBlocks() throws IOException {
    return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(README))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /**
   * Runs the statements in a main method, with the variable set in the environment, like the
   * README.
   */
  private String runAsProgram(String statements, String databaseUrl)
      throws IOException, InterruptedException {
    String source =
        IMPORTS
            + "public class Snippet {\n public static void main(String[] args) {\n"
            + statements
            + "}\n}\n";
    return run("Snippet", source, Map.of("DATABASE_URL", databaseUrl));
  }

  /** Compiles and runs a class unchanged. */
  private String run(String name, String text, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve(name + ".java"), text);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder program =
        new ProcessBuilder(
                java,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString())
            .redirectErrorStream(true);
    program.environment().putAll(environment);
    Process process = program.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
