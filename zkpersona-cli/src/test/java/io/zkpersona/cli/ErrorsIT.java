package io.zkpersona.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.cli.testing.Person;
import io.zkpersona.cli.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErrorsIT {

  private static final String NOBODY_LISTENS = "postgresql://app:secret@localhost:1/app";

  private static TestDatabase database;

  @BeforeAll
  static void createDatabase() {
    database = TestDatabase.migrated();
  }

  private static CliRun withoutDatabase(String... args) {
    return CliRun.of(Map.of(), Person.nobody(), "", args);
  }

  @Test
  void endsWithZeroAfterSuccess() {
    assertThat(CliRun.of(database, "status").exitCode()).isZero();
  }

  @Test
  void endsWithTwoForAWrongCommandLineOrEnvironment() {
    CliRun option = withoutDatabase("status", "--color");
    assertThat(option.err())
        .isEqualTo("error: Unknown option: '--color' (see zkpersona status --help)\n");
    assertThat(option.exitCode()).isEqualTo(2);
    assertThat(option.out()).isEmpty();

    CliRun before = withoutDatabase("--json", "status");
    assertThat(before.err())
        .isEqualTo(
            "error: Unknown option: '--json' (options follow the command: zkpersona COMMAND OPTIONS;"
                + " see zkpersona --help)\n");
    assertThat(before.exitCode()).isEqualTo(2);
    assertThat(withoutDatabase("stats-of-all").err()).doesNotContain("options follow");

    CliRun variable = withoutDatabase("status");
    assertThat(variable.err())
        .startsWith("error: ZKP-603 DATABASE_URL: neither it nor POSTGRES_URL is set");
    assertThat(variable.exitCode()).isEqualTo(2);

    CliRun filter = withoutDatabase("export", "inputs", "--filter", "color=red");
    assertThat(filter.err())
        .startsWith(
            "error: filter: color is unknown for inputs (expected: userId, behaviorSessionId,"
                + " sessionId, inputType, source, processed, startDate, endDate, externalKey,"
                + " blocks.chain, blocks.from, blocks.until)");
    assertThat(filter.exitCode()).isEqualTo(2);
    assertThat(withoutDatabase("export", "inputs", "--filter", "blocks.from=1").exitCode())
        .isEqualTo(2);
    assertThat(withoutDatabase("export", "inputs", "--filter", "inputType=red").err())
        .startsWith("error: inputType: of another form (expected: one of transaction, interaction");
    assertThat(
            withoutDatabase(
                    "export", "inputs", "--filter", "processed=true", "--filter", "processed=false")
                .err())
        .startsWith("error: --filter: a member is given twice (expected: once)");
    assertThat(withoutDatabase("export", "inputs", "--filter", "=x").exitCode()).isEqualTo(2);
    assertThat(withoutDatabase("grants", "grant", "@file", "role").err())
        .startsWith("error: userId: 5 characters that are not a UUID");
    assertThat(withoutDatabase().exitCode()).isEqualTo(2);
  }

  @Test
  void endsWithThreeWithoutADatabase() {
    CliRun run =
        CliRun.of(
            Map.of("DATABASE_URL", NOBODY_LISTENS, "DB_RETRY_ATTEMPTS", "1"),
            Person.nobody(),
            "",
            "status");
    assertThat(run.err())
        .startsWith("error: ZKP-501 ")
        .contains("(tried: localhost:1)")
        .hasLineCount(1);
    assertThat(run.err()).doesNotContain("secret");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  @Test
  void endsWithThreeIfALockIsHeld() {
    database.whileLocked(
        "zkpersona.users",
        () -> {
          CliRun run =
              CliRun.of(
                  Map.of("DATABASE_URL", database.url(), "DB_LOCK_TIMEOUT_MS", "50"),
                  Person.nobody(),
                  "",
                  "stats",
                  "users");
          assertThat(run.err()).startsWith("error: ZKP-504 ").hasLineCount(1);
          assertThat(run.exitCode()).isEqualTo(3);
        });
  }

  @Test
  void showsAStackTraceOnlyOnRequest() {
    CliRun run =
        CliRun.of(
            Map.of("DATABASE_URL", NOBODY_LISTENS, "DB_RETRY_ATTEMPTS", "1"),
            Person.nobody(),
            "",
            "status",
            "--verbose");
    assertThat(run.err()).contains("\tat ").doesNotContain("secret");
  }

  @Test
  void warnsOfAPasswordInTheListOfProcesses() {
    CliRun run =
        CliRun.of(
            Map.of("DB_RETRY_ATTEMPTS", "1"),
            Person.nobody(),
            "",
            "status",
            "--url",
            NOBODY_LISTENS);
    assertThat(run.err())
        .startsWith("warning: --url: contains a password")
        .doesNotContain("secret");
    assertThat(run.exitCode()).isEqualTo(3);
  }

  @Test
  void repeatsNoPasswordOfAMistakenCommandLine() {
    CliRun run = withoutDatabase("--url", NOBODY_LISTENS, "status");
    assertThat(run.err()).contains("--url").doesNotContain("secret");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void theUrlOfTheOptionReplacesThatOfMigrations() {
    TestDatabase named = TestDatabase.empty();
    TestDatabase other = TestDatabase.empty();
    CliRun run =
        CliRun.of(
            Map.of("DATABASE_URL", other.url(), "DB_MIGRATION_URL", other.url()),
            Person.nobody(),
            "",
            "migrate",
            "--url",
            named.url());
    assertThat(run.exitCode()).isZero();
    assertThat(CliRun.of(named, "status").exitCode()).isZero();
    assertThat(CliRun.of(other, "status").exitCode()).isEqualTo(1);
  }
}
