package io.zkpersona.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that end before they touch a database. */
class WalkCommandTest {

  @Test
  void helpTellsTheOptionsAndTheEnvironment() {
    WalkRun run = WalkRun.of(Map.of(), "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("--data=DIR", "DATABASE_URL", "CLEANUP_TEST_DATA", "Exit codes");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theVersionIsTheBuilds() {
    WalkRun run = WalkRun.of(Map.of(), "--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("ZK-Persona examples \\d+\\.\\d+\\.\\d+\\S*\\s*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "--data", "extra"})
  void aWrongCommandLineEndsWithCodeTwo(String argument) {
    WalkRun run = WalkRun.of(Map.of(), argument);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().startsWith("error: ");
    assertThat(run.err()).contains(argument, "(see --help)");
  }

  @Test
  void aMissingFolderEndsWithOneLine(@TempDir Path folder) {
    WalkRun run = WalkRun.of(Map.of(), "--data", folder.resolve("gone").toString());

    assertFailedWith(run, "error: --data: " + folder.resolve("gone") + " is not a directory");
  }

  @Test
  void aWrongUrlEndsWithOneLineThatDoesNotShowIt() {
    WalkRun run = WalkRun.of(Map.of("DATABASE_URL", "mysql://me:secret@localhost/db"));

    assertFailedWith(run, "error: DATABASE_URL: ");
    assertThat(run.err() + run.out()).doesNotContain("secret");
  }

  @Test
  void anUnreachableServerEndsWithOneLineThatNamesIt() {
    WalkRun run =
        WalkRun.of(
            Map.of(
                "POSTGRES_URL",
                "postgresql://me:secret@localhost:1/db",
                "DB_CONNECT_TIMEOUT_SECS",
                "1",
                "DB_RETRY_ATTEMPTS",
                "1"));

    assertFailedWith(run, "error: ");
    assertThat(run.err()).contains("(tried: localhost:1)").doesNotContain("secret");
  }

  @Test
  void anUnclearWishToCleanUpIsRefused() {
    WalkRun run = WalkRun.of(Map.of("CLEANUP_TEST_DATA", "perhaps"));

    assertFailedWith(run, "error: CLEANUP_TEST_DATA: 7 characters (expected: true or false)");
  }

  private static void assertFailedWith(WalkRun run, String beginning) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().startsWith(beginning);
    assertThat(run.out()).doesNotContain("Step 2");
  }
}
