package io.zkpersona.examples.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.examples.data.DataFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Output output = new Output(new PrintStream(out, true, UTF_8));

  @Test
  void columnsAreAsWideAsTheirWidestText() {
    Table table = new Table("Name", ">Count").row("a", "1").row("longer", "1,000,000");

    assertThat(table.lines())
        .containsExactly(
            "Name        Count", "------  ---------", "a               1", "longer  1,000,000");
  }

  @Test
  void aRowWithACellTooFewIsRefused() {
    assertThatThrownBy(() -> new Table("Name", ">Count").row("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cells: 1 (expected: 2)");
  }

  @Test
  void aBarShowsTheShareAndNeverNothingForSomething() {
    assertThat(Output.bar(1, 2, 40)).isEqualTo("#".repeat(20));
    assertThat(Output.bar(2, 2, 40)).isEqualTo("#".repeat(40));
    assertThat(Output.bar(1, 1_000_000, 40)).isEqualTo("#");
    assertThat(Output.bar(0, 2, 40)).isEmpty();
    assertThat(Output.bar(0, 0, 40)).isEmpty();
  }

  @Test
  void aTerminalGetsABarAndEverythingElsePlainLines(@TempDir Path folder) throws IOException {
    Path path = Files.writeString(folder.resolve("votes.csv"), "x".repeat(4_096));
    DataFile file = new DataFile("votes.csv", path.toUri().toURL(), 4_096);

    try (var in = Progress.on(true, output, new PrintStream(err, true, UTF_8)).watch(file)) {
      in.readAllBytes();
    }
    assertThat(err.toString(UTF_8)).contains("votes.csv 100% [=").endsWith(" \r");
    assertThat(out.size()).isZero();

    Progress plain = Progress.on(false, output, new PrintStream(err, true, UTF_8));
    err.reset();
    plain.watch(file).close();
    plain.reached(file, 49_999);
    plain.reached(file, 50_000);
    assertThat(err.size()).isZero();
    assertThat(out.toString(UTF_8).lines())
        .containsExactly("    reading votes.csv", "    reading votes.csv: 50,000 lines");
  }
}
