package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles as printed and does what it says. */
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
      import io.zkpersona.storage.repository.Repositories;
      import java.math.BigDecimal;
      """;

  @Test
  void theSnippetRunsAsPrinted(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("Snippet.java");
    Files.writeString(
        source,
        IMPORTS
            + "public class Snippet {\n public static void main(String[] args) {\n"
            + javaBlock()
            + "}\n}\n");

    try (TestDatabase database = TestDatabase.empty()) {
      String output = runAsProgram(source, database.url());

      assertThat(output.lines()).contains("1 processed");
      assertThat(database.queryOne("SELECT count(*) FROM zkpersona.scoring_results"))
          .isEqualTo("1");
      assertThat(database.queryOne("SELECT input_data->>'value' FROM zkpersona.behavior_inputs"))
          .isEqualTo("9007199254740993000000000000001");
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

  private static String javaBlock() throws IOException {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
    assertThat(block.find()).as("a java block in the README").isTrue();
    return block.group(1);
  }

  /** With the variable set in its environment, as the README has it. */
  private static String runAsProgram(Path source, String databaseUrl)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder program =
        new ProcessBuilder(
                java,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString())
            .redirectErrorStream(true);
    program.environment().put("DATABASE_URL", databaseUrl);
    Process process = program.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
