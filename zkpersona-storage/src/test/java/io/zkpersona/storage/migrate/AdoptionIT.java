package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.zkpersona.domain.error.ConfigurationException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MigrationException;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.MigrationStatus.Migration;
import io.zkpersona.storage.health.MigrationStatus.State;
import io.zkpersona.storage.testing.TestDatabase;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A database that others made, with tables in {@code public} of version 7's shape, is taken over.
 */
class AdoptionIT {

  /** Gives every constraint and index a name that only somebody else would think of. */
  private static final String RENAME =
      """
      DO $$
      DECLARE found record;
      BEGIN
        FOR found IN SELECT conrelid::regclass AS relation, conname FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c') LOOP
          EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I',
            found.relation, found.conname, 'Legacy ' || md5(found.conname));
        END LOOP;
        FOR found IN SELECT indexrelid::regclass AS relation FROM pg_index
            WHERE indrelid::regclass::text = ANY (ARRAY['users', 'sponsored_transactions'])
            AND indexrelid::regclass::text NOT LIKE '%Legacy%' LOOP
          EXECUTE format('ALTER INDEX %s RENAME TO %I',
            found.relation, 'Legacy ' || md5(found.relation::text));
        END LOOP;
      END $$
      """;

  private static final String KEYS =
      "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
          + " AND contype IN ('p', 'u', 'f') AND conrelid::regclass::text = ANY (ARRAY['users',"
          + " 'behavior_sessions', 'behavior_inputs', 'scoring_results', 'zk_proofs',"
          + " 'reputation_records']) ORDER BY 1";

  @Test
  void aLegacyDatabaseIsTakenOverWithItsRows() {
    try (TestDatabase database = legacy()) {
      database.execute(
          "INSERT INTO users (email, wallet_address) VALUES ('kept@old.example', '0x0123456789')");

      try (DatabaseManager manager = adopt(database)) {
        assertThat(manager.repositories().users().findByEmail("kept@old.example"))
            .get()
            .extracting(User::walletAddress)
            .hasToString("WalletAddress[12 characters]");
        RoundTrip.on(manager);
      }
      assertThat(database.query("SELECT nspname FROM pg_namespace WHERE oid >= 16384")).isEmpty();
    }
  }

  @Test
  void statusShowsTheBaselineAndWhatWasAppliedOnIt() {
    try (TestDatabase database = legacy();
        DatabaseManager manager = adopt(database)) {
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
    try (TestDatabase database = legacy();
        TestDatabase fresh = TestDatabase.empty()) {
      DatabaseManager.open(fresh.config().schema("public").build()).close();
      assertThat(database.query(KEYS)).allMatch(name -> name.startsWith("Legacy"));

      try (DatabaseManager manager = adopt(database)) {
        manager.repositories().users().save(User.builder().username("taken").build());
        assertThatThrownBy(
                () -> manager.repositories().users().save(User.builder().username("TAKEN").build()))
            .asInstanceOf(type(DuplicateEntityException.class))
            .returns("username", DuplicateEntityException::field);
      }

      assertThat(database.query(KEYS)).isEqualTo(fresh.query(KEYS));
    }
  }

  @Test
  void onceAdoptedTheBaselineNeedNotBeSaidAgain() {
    try (TestDatabase database = legacy()) {
      adopt(database).close();
      List<String> before = SchemaSnapshot.of(database, "public");

      adopt(database).close();
      DatabaseManager.open(database.config().schema("public").build()).close();
      DatabaseManager.open(database.config().schema("public").autoMigrate(false).build()).close();

      assertThat(SchemaSnapshot.of(database, "public")).isEqualTo(before);
    }
  }

  @Test
  void usersThatDifferOnlyInLetterCaseAreListedByIdAndNothingIsChanged() {
    try (TestDatabase database = legacy()) {
      database.execute(
          """
          INSERT INTO users (id, email, username, wallet_address) VALUES
            ('00000000-0000-0000-0000-000000000001', 'Same@old.example', 'first', NULL),
            ('00000000-0000-0000-0000-000000000002', 'same@old.example', 'FIRST', NULL),
            ('00000000-0000-0000-0000-000000000003', 'SAME@old.example', NULL, NULL),
            ('00000000-0000-0000-0000-000000000004', NULL, NULL, '0x' || repeat('a', 40)),
            ('00000000-0000-0000-0000-000000000005', NULL, NULL, '0x' || repeat('A', 40)),
            ('00000000-0000-0000-0000-000000000006', NULL, NULL, 'base58AAAA'),
            ('00000000-0000-0000-0000-000000000007', NULL, NULL, 'base58aaaa')
          """);
      List<String> before = SchemaSnapshot.withoutHistory(database, "public");

      MigrationException refused = refusal(database);

      assertThat(refused)
          .hasMessageContaining(
              "email [00000000-0000-0000-0000-000000000001, 00000000-0000-0000-0000-000000000002,"
                  + " 00000000-0000-0000-0000-000000000003];"
                  + " username [00000000-0000-0000-0000-000000000001,"
                  + " 00000000-0000-0000-0000-000000000002];"
                  + " wallet_address [00000000-0000-0000-0000-000000000004,"
                  + " 00000000-0000-0000-0000-000000000005].")
          .hasMessageContaining("Nothing was changed");
      assertThat(refused.getMessage().toLowerCase(Locale.ROOT))
          .doesNotContain("old.example", "first", "aaaa", "0000000006", "0000000007");
      assertThat(SchemaSnapshot.withoutHistory(database, "public")).isEqualTo(before);

      database.execute(
          """
          UPDATE users SET email = NULL WHERE id::text ~ '0[23]$';
          UPDATE users SET username = 'second' WHERE id::text ~ '02$';
          UPDATE users SET wallet_address = NULL WHERE id::text ~ '05$'
          """);
      try (DatabaseManager manager = adopt(database)) {
        assertThat(manager.repositories().users().count()).isEqualTo(7);
        RoundTrip.on(manager);
      }
    }
  }

  @Test
  void ofVeryManyCollisionsTheFirstAreListedAndTheOthersCounted() {
    try (TestDatabase database = legacy()) {
      database.execute(
          "INSERT INTO users (username) SELECT 'user' || n FROM generate_series(1, 25) AS n"
              + " UNION ALL SELECT 'USER' || n FROM generate_series(1, 25) AS n");

      String message = refusal(database).getMessage();

      assertThat(message).contains("username [").contains("] and 5 more.");
      assertThat(message.chars().filter(c -> c == '[')).hasSize(20);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE reputation_records | CREATE TABLE x () | reputation_records is missing.",
        "ALTER TABLE users RENAME mid TO modifier | ALTER TABLE users RENAME modifier TO mid"
            + " | users.mid is missing (expected: uuid).",
        "ALTER TABLE zk_proofs ALTER block_number TYPE numeric, ALTER gas_used TYPE text"
            + " | ALTER TABLE zk_proofs ALTER block_number TYPE bigint, ALTER gas_used TYPE int"
            + " USING gas_used::int"
            + " | zk_proofs.block_number is numeric (expected: int8),"
            + " zk_proofs.gas_used is varchar (expected: int4)."
      })
  void anotherShapeIsListedAndNothingIsChanged(String harm, String mend, String listed) {
    try (TestDatabase database = legacy()) {
      database.execute(harm);
      List<String> before = SchemaSnapshot.withoutHistory(database, "public");

      assertThat(refusal(database))
          .hasMessageStartingWith(
              "schema public: schema public does not have the shape of version 7: " + listed)
          .hasMessageContaining("None of its tables was changed");

      assertThat(SchemaSnapshot.withoutHistory(database, "public")).isEqualTo(before);
      if (harm.startsWith("ALTER")) {
        database.execute(mend);
        try (DatabaseManager manager = adopt(database)) {
          RoundTrip.on(manager);
        }
      }
    }
  }

  @Test
  void tablesOfOthersInTheSchemaStayAsTheyAre() {
    try (TestDatabase database = legacy()) {
      database.execute(
          "CREATE TABLE orders (id int PRIMARY KEY, note text); INSERT INTO orders VALUES (1, 'x');"
              + " CREATE VIEW emails AS SELECT email FROM users; DROP TABLE zkml_proofs");
      String before = database.queryOne("SELECT 'orders'::regclass::oid || o::text FROM orders o");

      try (DatabaseManager manager = adopt(database)) {
        RoundTrip.on(manager);
      }

      assertThat(database.queryOne("SELECT 'orders'::regclass::oid || o::text FROM orders o"))
          .isEqualTo(before);
      assertThat(database.query("SELECT * FROM emails")).isEmpty();
    }
  }

  @Test
  void textsAndDoubledConstraintsOfALegacyDatabaseAreNoHindrance() {
    try (TestDatabase database = legacy()) {
      database.execute(
          """
          ALTER TABLE behavior_inputs ALTER session_id TYPE text, ALTER source TYPE text;
          ALTER TABLE zk_proofs ADD CHECK (protocol <> ''), ADD CHECK (protocol <> 'x'),
            ADD CONSTRAINT whose FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
          CREATE UNIQUE INDEX ON users (email);
          CREATE INDEX users_ctime_id_idx ON users (email)
          """);

      try (DatabaseManager manager = adopt(database)) {
        RoundTrip.on(manager);
      }

      assertThat(database.queryOne("SELECT pg_get_indexdef('users_ctime_id_idx'::regclass)"))
          .endsWith("(ctime, id)");
    }
  }

  @Test
  void eightAdoptersAtOnceAllComeUp() throws InterruptedException, ExecutionException {
    try (TestDatabase database = legacy()) {
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        Callable<String> opening =
            () -> {
              try (DatabaseManager manager = adopt(database)) {
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

  @ParameterizedTest
  @ValueSource(strings = {"zkpersona", "public"})
  void aSchemaWithTablesButWithoutHistoryIsRefusedUnlessABaselineIsGiven(String schema) {
    try (TestDatabase database = TestDatabase.empty()) {
      database.execute(
          "CREATE SCHEMA IF NOT EXISTS %1$s; CREATE TABLE %1$s.orders (id int)".formatted(schema));
      List<String> before = SchemaSnapshot.of(database, schema);

      assertThatThrownBy(() -> DatabaseManager.open(database.config().schema(schema).build()))
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "schema %s: holds tables, but no history of migrations (expected: an empty schema;"
                  + " to adopt an existing database, DB_BASELINE_VERSION)",
              schema);

      assertThat(SchemaSnapshot.of(database, schema)).isEqualTo(before);
    }
  }

  @Test
  void aBaselineDoesNotMatterToAnEmptySchema() {
    try (TestDatabase database = TestDatabase.empty();
        DatabaseManager manager = adopt(database)) {
      assertThat(manager.migrationStatus().migrations())
          .extracting(Migration::version)
          .isEqualTo(MigrationScripts.versions());
      assertThat(manager.migrationStatus().migrations())
          .extracting(Migration::state)
          .containsOnly(State.APPLIED);
      RoundTrip.on(manager);
    }
  }

  @Test
  void aDatabaseOfTheOriginalThreeIsAdoptedAtItsOwnVersion() {
    try (TestDatabase database = TestDatabase.empty()) {
      MigrationScripts.runTo(database, "public", "0006");

      try (DatabaseManager manager =
          DatabaseManager.open(publicSchema(database).baselineVersion(6).build())) {
        assertThat(manager.migrationStatus().isUpToDate()).isTrue();
        RoundTrip.on(manager);
      }
    }
  }

  @Test
  void aBaselineBeyondTheNewestMigrationIsRefused() {
    try (TestDatabase database = legacy()) {
      List<String> before = SchemaSnapshot.of(database, "public");

      assertThatThrownBy(
              () -> DatabaseManager.open(publicSchema(database).baselineVersion(9999).build()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("DB_BASELINE_VERSION")
          .hasMessageContaining("expected: at most %s", MigrationScripts.latest());

      assertThat(SchemaSnapshot.of(database, "public")).isEqualTo(before);
    }
  }

  private static TestDatabase legacy() {
    TestDatabase database = TestDatabase.empty();
    MigrationScripts.runTo(database, "public", "0007");
    database.execute(RENAME);
    return database;
  }

  private static DatabaseConfigBuilder publicSchema(TestDatabase database) {
    return database.config().schema("public");
  }

  private static DatabaseManager adopt(TestDatabase database) {
    return DatabaseManager.open(publicSchema(database).baselineVersion(7).build());
  }

  private static MigrationException refusal(TestDatabase database) {
    return catchThrowableOfType(MigrationException.class, () -> adopt(database));
  }
}
