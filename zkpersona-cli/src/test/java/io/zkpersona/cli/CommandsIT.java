package io.zkpersona.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.cli.testing.Person;
import io.zkpersona.cli.testing.TestDatabase;
import io.zkpersona.domain.access.CreatePermissionRequest;
import io.zkpersona.domain.access.CreateRoleRequest;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandsIT {

  private static final String SOMEBODY = "01920000-0000-7000-8000-000000000000";

  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.migrated();
  }

  private CliRun run(String... args) {
    return CliRun.of(database, args);
  }

  private CliRun answering(String answer, String... args) {
    return CliRun.of(Map.of("DATABASE_URL", database.url()), Person.answering(answer), "", args);
  }

  @Test
  void migratesAnEmptyDatabaseAndShowsItsVersion() {
    TestDatabase empty = TestDatabase.empty();
    CliRun before = CliRun.of(empty, "status");
    assertThat(before.out()).startsWith("health   healthy").contains("version  none (latest 00");
    assertThat(before.exitCode()).isEqualTo(1);
    assertThat(CliRun.of(empty, "status", "--migrations").out()).contains("0001     pending");
    assertThat(CliRun.of(empty, "check", "--json").out())
        .contains("{\"kind\":\"pending_migration\"");
    assertThat(CliRun.of(empty, "stats").exitCode()).isEqualTo(1);

    CliRun migrated = CliRun.of(empty, "migrate", "--json");
    assertThat(migrated.out())
        .matches("\\{\"schema\":\"zkpersona\",\"version\":\"\\d{4}\",\"upToDate\":true}\n");

    CliRun after = CliRun.of(empty, "status", "--migrations");
    assertThat(after.out()).contains("health   healthy, round trip ", "0001     applied  20");
    assertThat(after.exitCode()).isZero();
    assertThat(CliRun.of(empty, "status", "--json").out())
        .startsWith("{\"health\":\"healthy\",\"roundTripMillis\":");
  }

  @Test
  void usesTheSchemaOfTheOption() {
    assertThat(run("migrate", "--schema", "other").out()).startsWith("schema other is at version ");
    assertThat(run("status", "--schema", "other").exitCode()).isZero();
    CliRun bad = run("status", "--schema", "No");
    assertThat(bad.err()).startsWith("error: ZKP-603 DB_SCHEMA: No (expected: ");
    assertThat(bad.exitCode()).isEqualTo(2);
  }

  @Test
  void checksTheSchema() {
    assertThat(run("check").out()).isEqualTo("schema zkpersona: no defects\n");
    database.execute("ALTER TABLE zkpersona.users DROP COLUMN email");
    CliRun broken = run("check");
    assertThat(broken.out()).contains("missing column", "users.email");
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(run("check", "--json").out())
        .contains("{\"kind\":\"missing_column\",\"object\":\"users.email\",\"remedy\":");
  }

  @Test
  void countsRows() {
    user();
    assertThat(run("stats", "users", "inputs").out())
        .isEqualTo("entity  rows\nusers      1\ninputs     0\n");
    assertThat(run("stats", "users", "--json").out()).isEqualTo("{\"users\":1}\n");
    assertThat(run("stats", "--json").out()).contains("\"sponsored-transactions\":0");
    assertThat(run("stats", "cats").exitCode()).isEqualTo(2);
  }

  @Test
  void erasesAPersonOnlyIfConfirmed() {
    String id = user().value().toString();
    CliRun unattended = run("erase", id);
    assertThat(unattended.exitCode()).isEqualTo(4);
    assertThat(unattended.err()).contains("(expected: --yes)");
    assertThat(answering("no", "erase", id).exitCode()).isEqualTo(4);
    assertThat(answering(null, "erase", id).exitCode()).isEqualTo(4);
    assertThat(run("stats", "users", "--json").out()).isEqualTo("{\"users\":1}\n");

    CliRun erased = answering("yes", "erase", id);
    assertThat(erased.out()).startsWith("table").containsPattern("users +1 +0");
    assertThat(erased.exitCode()).isZero();

    CliRun again = run("erase", id, "--yes", "--json");
    assertThat(again.err()).startsWith("error: ZKP-101 user " + id + ": not found");
    assertThat(again.exitCode()).isEqualTo(4);

    assertThat(run("erase", user().value().toString(), "--yes", "--json").out())
        .startsWith("{\"userId\":\"")
        .contains("\"users\":1");
  }

  @Test
  void showsTheQueueAndReturnsDeadLetters() {
    List<String> dead = deadLetters(3);
    assertThat(run("queue", "depth").out())
        .isEqualTo("waiting  claimed  dead\n      1        0     3\n");
    assertThat(run("queue", "depth", "--json").out())
        .isEqualTo("{\"waiting\":1,\"claimed\":0,\"dead\":3}\n");

    assertThat(run("queue", "dead-letters").out()).contains(dead).contains("the model refused it");
    assertThat(run("queue", "dead-letters", "--limit", "1", "--json").out())
        .startsWith("[{\"id\":\"")
        .contains("\"attempts\":1,\"failureReason\":\"the model refused it\"}]")
        .hasLineCount(1);
    assertThat(run("queue", "dead-letters", "--limit", "0").exitCode()).isEqualTo(2);

    assertThat(run("queue", "requeue", dead.get(0)).out()).isEqualTo("1 requeued\n");
    assertThat(run("queue", "requeue", dead.get(0)).out()).isEqualTo("0 requeued\n");
    assertThat(run("queue", "requeue", SOMEBODY).exitCode()).isEqualTo(4);
    assertThat(run("queue", "requeue").exitCode()).isEqualTo(2);
    assertThat(run("queue", "requeue", "--all", dead.get(0)).exitCode()).isEqualTo(2);
    assertThat(run("queue", "requeue", "nothing").exitCode()).isEqualTo(2);
    assertThat(run("queue", "requeue", "--all").exitCode()).isEqualTo(4);
    assertThat(run("queue", "requeue", "--all", "--yes", "--json").out())
        .isEqualTo("{\"requeued\":2}\n");
    assertThat(run("queue", "depth", "--json").out()).contains("\"waiting\":4");
  }

  private List<String> deadLetters(int count) {
    try (DatabaseManager manager = database.open()) {
      Repositories all = manager.repositories();
      for (int i = 0; i < count + 1; i++) {
        all.behaviorInputs().save(BehaviorInput.builder().inputData(Json.emptyObject()).build());
      }
      WorkQueue queue = all.behaviorInputs().workQueue().withMaxAttempts(1);
      List<ClaimedInput> claims = queue.claimUnprocessed(count, Duration.ofMinutes(1));
      claims.forEach(claim -> queue.fail(claim, "the model refused it", Duration.ZERO));
      return claims.stream().map(claim -> claim.input().id().value().toString()).toList();
    }
  }

  @Test
  void partitionsInputs() {
    assertThat(run("partitions", "list").out()).isEqualTo("inputs are not partitioned\n");
    assertThat(run("partitions", "list", "--json").out()).isEqualTo("[]\n");
    CliRun tooEarly = run("partitions", "prepare", "--width", "week", "--ahead-days", "7");
    assertThat(tooEarly.err()).startsWith("error: ZKP-508 ");
    assertThat(tooEarly.exitCode()).isEqualTo(4);

    assertThat(run("partitions", "enable", "--width", "day", "--ahead-days", "2").out())
        .isEqualTo("2 partitions created\n");
    assertThat(run("partitions", "list").out().lines()).hasSize(5);
    assertThat(run("partitions", "prepare", "--width", "day", "--ahead-days", "4", "--json").out())
        .isEqualTo("{\"created\":2}\n");

    assertThat(run("partitions", "drop", "--before", "2999-01-01").exitCode()).isEqualTo(4);
    assertThat(answering("yes", "partitions", "drop", "--before", "2999-01-01").out())
        .isEqualTo("4 partitions dropped, with 0 inputs, 0 claims, 0 scores and 0 proofs\n");
    assertThat(
            run(
                    "partitions",
                    "drop",
                    "--before",
                    "2999-01-01",
                    "--with-dependents",
                    "--yes",
                    "--json")
                .out())
        .startsWith("{\"partitions\":0,");
    assertThat(run("partitions", "drop", "--before", "soon", "--yes").exitCode()).isEqualTo(2);
    assertThat(run("partitions", "enable", "--width", "year", "--ahead-days", "1").exitCode())
        .isEqualTo(2);
    assertThat(run("partitions", "enable", "--width", "day", "--ahead-days", "-1").exitCode())
        .isEqualTo(2);
  }

  @Test
  void grantsAndRevokesRoles() {
    String id = user().value().toString();
    role("auditor 😀", "audit:read");
    assertThat(run("grants", "grant", id, "nobody").exitCode()).isEqualTo(4);
    assertThat(run("grants", "grant", SOMEBODY, "auditor 😀").exitCode()).isEqualTo(4);
    assertThat(
            run("grants", "grant", id, "auditor 😀", "--until", "1999-01-01T00:00:00Z").exitCode())
        .isEqualTo(4);

    CliRun granted =
        run(
            "grants",
            "grant",
            id,
            "auditor 😀",
            "--until",
            "2999-01-01T00:00:00Z",
            "--by",
            SOMEBODY);
    assertThat(granted.out()).isEqualTo("role auditor 😀 granted\n");
    assertThat(run("grants", "roles", id).out())
        .containsPattern("auditor 😀  20.*Z  " + SOMEBODY + "  2999-01-01T00:00:00Z");
    assertThat(run("grants", "roles", id, "--json").out())
        .startsWith("[{\"role\":\"auditor 😀\",\"grantedAt\":\"")
        .contains("\"grantedBy\":\"" + SOMEBODY + "\"");
    assertThat(run("grants", "permissions", id).out()).isEqualTo("permission\naudit:read\n");
    assertThat(run("grants", "permissions", id, "--json").out()).isEqualTo("[\"audit:read\"]\n");

    assertThat(run("grants", "revoke", id, "auditor 😀").out())
        .isEqualTo("role auditor 😀 revoked\n");
    assertThat(run("grants", "revoke", id, "auditor 😀", "--json").out())
        .isEqualTo("{\"revoked\":false}\n");
    assertThat(run("grants", "roles", "me").exitCode()).isEqualTo(2);
  }

  private UserId user() {
    try (DatabaseManager manager = database.open()) {
      return manager.repositories().users().save(User.builder().build()).id();
    }
  }

  private void role(String name, String permission) {
    try (DatabaseManager manager = database.open()) {
      Repositories all = manager.repositories();
      Role role = all.roles().create(CreateRoleRequest.builder().name(name).build());
      all.access()
          .addPermission(
              role.id(),
              all.permissions()
                  .create(CreatePermissionRequest.builder().name(permission).build())
                  .id());
    }
  }
}
