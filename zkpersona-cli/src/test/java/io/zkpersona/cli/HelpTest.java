package io.zkpersona.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.cli.testing.Person;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {

  @Test
  void listsTheCommandsAndTheExitCodes() {
    CliRun help = CliRun.of(Map.of(), Person.nobody(), "", "--help");
    assertThat(help.out())
        .contains("migrate", "grants", "generate-completion", "5 outcome unknown");
    assertThat(help.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate",
        "status",
        "check",
        "stats",
        "export",
        "import",
        "erase",
        "queue",
        "queue depth",
        "queue dead-letters",
        "queue requeue",
        "partitions",
        "partitions list",
        "partitions enable",
        "partitions prepare",
        "partitions drop",
        "grants",
        "grants roles",
        "grants permissions",
        "grants grant",
        "grants revoke"
      })
  void helpHasAnExampleThatParses(String command) {
    CliRun help = CliRun.of(Map.of(), Person.nobody(), "", (command + " --help").split(" ", -1));
    assertThat(help.exitCode()).isZero();
    List<String> examples =
        help.out()
            .lines()
            .dropWhile(line -> !line.startsWith("Example"))
            .map(String::strip)
            .filter(line -> line.startsWith("zkpersona "))
            .toList();
    assertThat(examples).isNotEmpty();
    CommandLine line = ZkPersonaCli.line(CliRun.surroundings(Map.of(), Person.nobody()));
    for (String example : examples) {
      for (String part : example.split("\\| | > |   +\\(", -1)) {
        if (part.startsWith("zkpersona ")) {
          line.parseArgs(part.strip().substring("zkpersona ".length()).split(" ", -1));
        }
      }
    }
  }
}
