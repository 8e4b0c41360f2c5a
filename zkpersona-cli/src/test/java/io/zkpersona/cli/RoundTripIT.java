package io.zkpersona.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.cli.testing.Person;
import io.zkpersona.cli.testing.TestDatabase;
import io.zkpersona.cli.testing.TestRows;
import io.zkpersona.cli.transfer.EntityType;
import io.zkpersona.domain.access.Permission;
import io.zkpersona.domain.access.Role;
import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.Repositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripIT {

  private static final int ROWS = 40;
  private static final long SEED = new Random().nextLong();
  private static final Map<String, String> ALL_USERS = Map.of("users", "includeDeleted=true");

  private static TestDatabase source;
  private static Map<String, List<Entity<?>>> stored;

  @TempDir private Path folder;

  @BeforeAll
  static void storeRows() {
    source = TestDatabase.migrated();
    try (DatabaseManager manager = source.open()) {
      new TestRows(SEED, manager.repositories()).store(source, ROWS);
      stored = rows(manager.repositories());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ndjson.gz", "csv"})
  void everyEntityComesBackEqual(String suffix) {
    TestDatabase target = TestDatabase.migrated();

    for (String entity : EntityType.names()) {
      String file = export(entity, suffix);
      if (entity.equals("sponsored-transactions")) {
        accounts(target);
      }
      CliRun run = CliRun.of(target, "import", file, "--chunk", "7");
      assertThat(run.err()).as("%s, seed %d", entity, SEED).isEmpty();
      assertThat(run.out())
          .startsWith(entity + ": " + ROWS + " rows read, " + ROWS + " inserted, 0 were there");
      assertThat(run.exitCode()).isZero();
    }

    try (DatabaseManager manager = target.open()) {
      assertThat(rows(manager.repositories())).as("seed %d", SEED).isEqualTo(stored);
    }
    for (String entity : EntityType.names()) {
      assertThat(CliRun.of(target, "import", folder + "/" + entity + "." + suffix).out())
          .startsWith(entity + ": " + ROWS + " rows read, 0 inserted, " + ROWS + " were there, 0");
    }
  }

  private String export(String entity, String suffix) {
    String file = folder.resolve(entity + "." + suffix).toString();
    List<String> command = new ArrayList<>(List.of("export", entity, "--out", file));
    if (ALL_USERS.containsKey(entity)) {
      command.addAll(List.of("--filter", ALL_USERS.get(entity)));
    }
    CliRun run = CliRun.of(source, command.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(entity + ": " + ROWS + " rows exported to " + file + "\n");
    return file;
  }

  private static void accounts(TestDatabase target) {
    try (DatabaseManager manager = target.open()) {
      TestRows.account(target, manager.repositories().sponsors().findAll());
    }
  }

  @Test
  void exportsOfStandardOutputAreImportedFromStandardInput() {
    TestDatabase target = TestDatabase.migrated();
    for (String format : List.of("ndjson", "csv")) {
      CliRun exported = CliRun.of(source, "export", "roles", "--format", format, "--gzip");
      assertThat(exported.err()).isEmpty();
      assertThat(exported.bytes()).startsWith(0x1f, 0x8b);

      CliRun imported =
          CliRun.of(
              Map.of("DATABASE_URL", target.url()),
              Person.nobody(),
              exported.bytes(),
              "import",
              "-");
      assertThat(imported.out()).startsWith("roles: " + ROWS + " rows read");
    }
  }

  @Test
  void exportsWhatTheFilterMatches() {
    long processed =
        stored.get("inputs").stream().filter(row -> ((BehaviorInput) row).processed()).count();
    CliRun run =
        CliRun.of(
            source,
            "export",
            "inputs",
            "--filter",
            "processed=true",
            "--filter",
            "startDate=-4712-01-01T00:00:00Z");
    assertThat(run.out().lines()).hasSize(Math.toIntExact(processed) + 2);

    assertThat(CliRun.of(source, "export", "inputs", "--filter", "blocks.chain=eip155:2").out())
        .endsWith("\n{\"zkpersona\":{\"rows\":0}}\n");

    String status = ((ZkProof) stored.get("proofs").get(0)).verificationStatus().value();
    long proofs =
        stored.get("proofs").stream()
            .filter(row -> ((ZkProof) row).verificationStatus().value().equals(status))
            .count();
    assertThat(
            CliRun.of(source, "export", "proofs", "--filter", "verificationStatus=" + status)
                .out()
                .lines())
        .hasSize(Math.toIntExact(proofs) + 2);
  }

  @Test
  void keepsActorsAndSetsTimesAnew() {
    TestDatabase target = TestDatabase.migrated();
    CliRun.of(target, "import", export("roles", "csv"));
    try (DatabaseManager manager = target.open()) {
      AuditStamp of = manager.repositories().roles().findAll().get(0).audit();
      AuditStamp before = ((Role) stored.get("roles").get(0)).audit();
      assertThat(of.createdBy()).isEqualTo(before.createdBy());
      assertThat(of.isSaved()).isTrue();
    }
  }

  @Test
  void onlyTheOwnerReadsAnExport() throws Exception {
    Path file = Path.of(export("users", "ndjson"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static Map<String, List<Entity<?>>> rows(Repositories all) {
    Map<String, List<Entity<?>>> rows = new LinkedHashMap<>();
    rows.put(
        "users", List.copyOf(all.users().find(UserFilter.builder().includeDeleted(true).build())));
    rows.put("roles", List.copyOf(all.roles().findAll()));
    rows.put("permissions", List.copyOf(all.permissions().findAll()));
    rows.put("sign-in-sessions", List.copyOf(all.authSessions().findAll()));
    rows.put("sessions", List.copyOf(all.behaviorSessions().findAll()));
    rows.put("inputs", List.copyOf(all.behaviorInputs().findAll()));
    rows.put("scores", List.copyOf(all.scoringResults().findAll()));
    rows.put("proofs", List.copyOf(all.zkProofs().findAll()));
    rows.put("reputations", List.copyOf(all.reputationRecords().findAll()));
    rows.put("sponsors", List.copyOf(all.sponsors().findAll()));
    rows.put("sponsored-transactions", List.copyOf(all.sponsoredTransactions().findAll()));
    rows.replaceAll((entity, of) -> of.stream().<Entity<?>>map(RoundTripIT::timeless).toList());
    assertThat(rows.keySet()).containsExactlyElementsOf(EntityType.names());
    return rows;
  }

  /** Without the times, which the database sets. */
  private static Entity<?> timeless(Entity<?> row) {
    AuditStamp of = row.audit();
    AuditStamp stamp =
        new AuditStamp(of.createdBy(), Instant.EPOCH, of.modifiedBy(), Instant.EPOCH);
    if (row instanceof User user) {
      return user.withAudit(stamp);
    } else if (row instanceof Role role) {
      return role.withAudit(stamp);
    } else if (row instanceof Permission permission) {
      return permission.withAudit(stamp);
    } else if (row instanceof AuthSession session) {
      return session.withAudit(stamp);
    } else if (row instanceof BehaviorSession session) {
      return session.withAudit(stamp);
    } else if (row instanceof BehaviorInput input) {
      return input.withAudit(stamp);
    } else if (row instanceof ScoringResult score) {
      return score.withAudit(stamp);
    } else if (row instanceof ZkProof proof) {
      return proof.withAudit(stamp);
    } else if (row instanceof ReputationRecord reputation) {
      return reputation.withAudit(stamp);
    } else if (row instanceof Sponsor sponsor) {
      return sponsor.withAudit(stamp);
    } else {
      return ((SponsoredTransaction) row).withAudit(stamp);
    }
  }
}
