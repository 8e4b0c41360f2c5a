package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.MigrationStatus.Migration;
import io.zkpersona.storage.health.MigrationStatus.State;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Adoption of a database with tables in {@code public} that match version 7. */
class AdoptionIT {

  private static final String KEYS =
      "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
          + " AND contype IN ('p', 'u', 'f') AND conrelid::regclass::text = ANY (ARRAY['users',"
          + " 'behavior_sessions', 'behavior_inputs', 'scoring_results', 'zk_proofs',"
          + " 'reputation_records']) ORDER BY 1";

  @Test
  void aLegacyDatabaseIsTakenOverWithItsRows() {
    try (TestDatabase database = LegacyDatabase.create()) {
      database.execute(
          "INSERT INTO users (email, wallet_address) VALUES ('kept@old.example', '0x0123456789')");

      try (DatabaseManager manager = LegacyDatabase.adopt(database)) {
        assertThat(manager.repositories().users().findByEmail("kept@old.example"))
            .get()
            .extracting(User::walletAddress)
            .hasToString("WalletAddress[12 characters]");
        WritesAndReads.on(manager);
      }
      assertThat(database.query("SELECT nspname FROM pg_namespace WHERE oid >= 16384")).isEmpty();
    }
  }

  @Test
  void statusShowsTheBaselineAndWhatWasAppliedOnIt() {
    try (TestDatabase database = LegacyDatabase.create();
        DatabaseManager manager = LegacyDatabase.adopt(database)) {
      MigrationStatus status = manager.migrationStatus();

      assertThat(status.isUpToDate()).isTrue();
      assertThat(status.current()).isEqualTo(MigrationScripts.latest());
      assertThat(status.migrations()).first().returns("0007", Migration::version);
      assertThat(status.migrations()).first().returns(State.BASELINE, Migration::state);
      assertThat(status.migrations())
          .extracting(Migration::version)
          .isEqualTo(
              MigrationScripts.versions().stream()
                  .filter(version -> version.compareTo("0007") >= 0)
                  .toList());
      assertThat(status.migrations().stream().skip(1))
          .extracting(Migration::state)
          .containsOnly(State.APPLIED);
    }
  }

  @Test
  void keysAndReferencesGetTheNamesThatErrorsAreToldBy() {
    try (TestDatabase database = LegacyDatabase.create();
        TestDatabase fresh = TestDatabase.empty()) {
      DatabaseManager.open(fresh.config().schema("public").build()).close();
      assertThat(database.query(KEYS)).allMatch(name -> name.startsWith("Legacy"));

      try (DatabaseManager manager = LegacyDatabase.adopt(database)) {
        manager.repositories().users().save(User.builder().username(new Username("taken")).build());
        assertThatThrownBy(
                () ->
                    manager
                        .repositories()
                        .users()
                        .save(User.builder().username(new Username("TAKEN")).build()))
            .asInstanceOf(type(DuplicateEntityException.class))
            .returns("username", DuplicateEntityException::field);
      }

      assertThat(database.query(KEYS)).isEqualTo(fresh.query(KEYS));
    }
  }

  @Test
  void onceAdoptedTheBaselineNeedNotBeSaidAgain() {
    try (TestDatabase database = LegacyDatabase.create()) {
      LegacyDatabase.adopt(database).close();
      List<String> before = SchemaSnapshot.of(database, "public");

      LegacyDatabase.adopt(database).close();
      DatabaseManager.open(database.config().schema("public").build()).close();
      DatabaseManager.open(database.config().schema("public").autoMigrate(false).build()).close();

      assertThat(SchemaSnapshot.of(database, "public")).isEqualTo(before);
    }
  }

  @Test
  void tablesOfOthersInTheSchemaStayAsTheyAre() {
    try (TestDatabase database = LegacyDatabase.create()) {
      database.execute(
          "CREATE TABLE orders (id int PRIMARY KEY, note text); INSERT INTO orders VALUES (1, 'x');"
              + " CREATE VIEW emails AS SELECT email FROM users; DROP TABLE zkml_proofs");
      String before = database.queryOne("SELECT 'orders'::regclass::oid || o::text FROM orders o");

      try (DatabaseManager manager = LegacyDatabase.adopt(database)) {
        WritesAndReads.on(manager);
      }

      assertThat(database.queryOne("SELECT 'orders'::regclass::oid || o::text FROM orders o"))
          .isEqualTo(before);
      assertThat(database.query("SELECT * FROM emails")).isEmpty();
    }
  }

  @Test
  void textsAndDoubledConstraintsOfALegacyDatabaseAreNoHindrance() {
    try (TestDatabase database = LegacyDatabase.create()) {
      database.execute(
          """
          ALTER TABLE behavior_inputs ALTER session_id TYPE text, ALTER source TYPE text;
          ALTER TABLE zk_proofs ADD CHECK (protocol <> ''), ADD CHECK (protocol <> 'x'),
            ADD CONSTRAINT whose FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
          CREATE UNIQUE INDEX ON users (email);
          CREATE INDEX users_ctime_id_idx ON users (email)
          """);

      try (DatabaseManager manager = LegacyDatabase.adopt(database)) {
        WritesAndReads.on(manager);
      }

      assertThat(database.queryOne("SELECT pg_get_indexdef('users_ctime_id_idx'::regclass)"))
          .endsWith("(ctime, id)");
    }
  }

  /** Databases of version 7 share the base systems, but not the shape of their tables. */
  @Test
  void baseTablesOfAnotherShapeOrNoneAreNoHindrance() {
    try (TestDatabase database = LegacyDatabase.create()) {
      database.execute(
          """
          DROP TABLE sponsored_transactions, user_roles, refresh_tokens, auth_sessions;
          CREATE TABLE auth_sessions (id int PRIMARY KEY, token text, expires_at text)
          """);

      try (DatabaseManager manager = LegacyDatabase.adopt(database)) {
        WritesAndReads.on(manager);
      }

      assertThat(
              database.query("SELECT indexname FROM pg_indexes WHERE tablename = 'auth_sessions'"))
          .hasSize(1);
    }
  }

  @Test
  void eightAdoptersAtOnceAllComeUp() throws InterruptedException, ExecutionException {
    try (TestDatabase database = LegacyDatabase.create()) {
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        Callable<String> opening =
            () -> {
              try (DatabaseManager manager = LegacyDatabase.adopt(database)) {
                return String.valueOf(manager.migrationStatus().current());
              }
            };
        for (Future<String> opened : threads.invokeAll(Collections.nCopies(8, opening))) {
          assertThat(opened.get()).isEqualTo(MigrationScripts.latest());
        }
      } finally {
        threads.shutdown();
      }
      assertThat(
              database.query(
                  "SELECT version FROM zkpersona_schema_history ORDER BY installed_rank"))
          .doesNotHaveDuplicates()
          .first()
          .isEqualTo("0007");
    }
  }

  @Test
  void aBaselineDoesNotMatterToAnEmptySchema() {
    try (TestDatabase database = TestDatabase.empty();
        DatabaseManager manager = LegacyDatabase.adopt(database)) {
      assertThat(manager.migrationStatus().migrations())
          .extracting(Migration::version)
          .isEqualTo(MigrationScripts.versions());
      assertThat(manager.migrationStatus().migrations())
          .extracting(Migration::state)
          .containsOnly(State.APPLIED);
      WritesAndReads.on(manager);
    }
  }

  @Test
  void aDatabaseOfTheOriginalThreeIsAdoptedAtItsOwnVersion() {
    try (TestDatabase database = TestDatabase.empty()) {
      MigrationScripts.runTo(database, "public", "0006");

      try (DatabaseManager manager =
          DatabaseManager.open(LegacyDatabase.config(database).baselineVersion(6).build())) {
        assertThat(manager.migrationStatus().isUpToDate()).isTrue();
        WritesAndReads.on(manager);
      }
    }
  }
}
