package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.SchemaCheck.Finding;
import io.zkpersona.storage.health.SchemaCheck.Kind;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing or incomplete parts of a schema are reported with a remedy. */
class SchemaCheckIT {

  private static final String FAILED =
      "UPDATE zkpersona.zkpersona_schema_history SET success = false WHERE version = '0012'";

  @Test
  void nothingIsFoundInASchemaAsTheMigrationsMakeIt() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      assertThat(manager.check().findings()).isEmpty();
      assertThat(manager.check().isSound()).isTrue();
      assertThat(manager.check().schema()).isEqualTo("zkpersona");
    }
  }

  @Test
  void aSchemaThatIsMissingOrBehindIsInspected() {
    try (TestDatabase database = TestDatabase.empty();
        DatabaseManager manager =
            DatabaseManager.builder(database.config().build()).openForInspection()) {
      assertThat(manager.migrationStatus().current()).isNull();
      assertThat(manager.migrationStatus().isUpToDate()).isFalse();
      assertThat(manager.check().findings())
          .extracting(Finding::kind)
          .containsOnly(Kind.PENDING_MIGRATION);
      assertThat(manager.health().isHealthy()).isTrue();
      assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'zkpersona'"))
          .isEmpty();
    }
    try (TestDatabase database = TestDatabase.migrated()) {
      database.execute("DELETE FROM zkpersona.zkpersona_schema_history WHERE version > '0020'");
      try (DatabaseManager manager =
          DatabaseManager.builder(database.config().build()).openForInspection()) {
        assertThat(manager.migrationStatus().current()).isEqualTo("0020");
        assertThat(manager.migrationStatus().isUpToDate()).isFalse();
      }
    }
  }

  @Test
  void repeatedChecksRenderNothingNew() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      manager.check();
      manager.health();
      long rendered = manager.queryStats().renderedStatements();

      for (int i = 0; i < 3; i++) {
        manager.check();
        manager.health();
        manager.migrationStatus();
      }

      assertThat(manager.queryStats().renderedStatements()).isEqualTo(rendered);
    }
  }

  @Test
  void nothingIsFoundWherePartitionsAndCountsAreSwitchedOn() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      manager.repositories().behaviorInputs().activityRollup().enable();
      manager
          .repositories()
          .behaviorInputs()
          .partitions()
          .enable(Instant.now(), PartitionWidth.DAY, Duration.ofDays(2));

      assertThat(manager.check().findings()).isEmpty();
      database.open().close();
    }
  }

  @Test
  void nothingIsFoundInADatabaseThatWasAdopted() {
    try (TestDatabase database = LegacyDatabase.create()) {
      database.execute("DROP TABLE sponsored_transactions, user_roles, refresh_tokens");
      try (DatabaseManager manager = LegacyDatabase.adopt(database)) {
        assertThat(manager.check().findings()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE wallet_challenges | MISSING_TABLE | wallet_challenges | V0004",
        "ALTER TABLE scoring_results DROP metadata | MISSING_COLUMN | scoring_results.metadata |"
            + " V0008",
        "ALTER TABLE users DROP CONSTRAINT users_status_check | MISSING_CONSTRAINT"
            + " | users.users_status_check | V0002",
        "DROP INDEX users_email_lower_key | MISSING_INDEX | users_email_lower_key | V0008",
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid ="
            + " 'users_email_lower_key'::regclass | INVALID_INDEX | users_email_lower_key |"
            + " REINDEX",
        "CREATE INDEX own ON users (ctime); UPDATE pg_index SET indisvalid = false"
            + " WHERE indexrelid = 'own'::regclass | INVALID_INDEX | own"
            + " | not created by the library",
        "DROP FUNCTION behavior_input_partitions_settle | MISSING_FUNCTION"
            + " | behavior_input_partitions_settle | V0016",
        "ALTER TABLE user_roles DROP CONSTRAINT user_roles_user_id_fkey, ADD CONSTRAINT"
            + " user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES users NOT VALID"
            + " | UNVALIDATED_CONSTRAINT | user_roles.user_roles_user_id_fkey | VALIDATE",
      })
  void whatIsMissingIsNamedWithARemedy(String change, Kind kind, String object, String remedy) {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      database.execute("SET search_path = zkpersona; " + change);

      assertThat(manager.check().isSound()).isFalse();
      assertThat(manager.check().findings())
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.kind()).isEqualTo(kind);
                assertThat(found.object()).isEqualTo(object);
                assertThat(found.remedy()).contains(remedy.replace("V00", "00"));
              });
      assertThat(manager.health().isHealthy()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMissingTableIsFoundAtTheNextStart(boolean autoMigrate) {
    try (TestDatabase database = TestDatabase.migrated()) {
      database.execute("DROP TABLE zkpersona.wallet_challenges, zkpersona.user_roles");

      assertThatThrownBy(() -> open(database, autoMigrate))
          .isInstanceOf(MigrationException.class)
          .hasMessageStartingWith("schema zkpersona: missing: user_roles, wallet_challenges (")
          .hasMessageContaining("restore them");
    }
  }

  /** The table is missed before any migration is applied. */
  @Test
  void aMissingTableIsFoundWhereMigrationsArePending() {
    try (TestDatabase database = TestDatabase.empty()) {
      MigrationScripts.migrateTo(database, "zkpersona", "0007");
      database.execute("DROP TABLE zkpersona.zk_proofs CASCADE");

      assertThatThrownBy(() -> open(database, true))
          .isInstanceOf(MigrationException.class)
          .hasMessageStartingWith("schema zkpersona: missing: zk_proofs (");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMigrationNotedAsFailedIsFoundAtTheNextStart(boolean autoMigrate) {
    try (TestDatabase database = TestDatabase.migrated()) {
      try (DatabaseManager manager = database.open()) {
        database.execute(FAILED);

        MigrationStatus status = manager.migrationStatus();
        assertThat(status.isUpToDate()).isFalse();
        assertThat(status.migrations())
            .filteredOn(migration -> migration.state() == MigrationStatus.State.FAILED)
            .extracting(MigrationStatus.Migration::version)
            .containsExactly("0012");
        assertThat(manager.check().findings())
            .extracting(Finding::kind)
            .containsExactly(Kind.FAILED_MIGRATION);
      }

      assertThatThrownBy(() -> open(database, autoMigrate))
          .isInstanceOf(MigrationException.class)
          .hasMessageStartingWith("schema zkpersona: migration 0012 is recorded as failed")
          .hasMessageContaining("delete the row from zkpersona_schema_history");
    }
  }

  @Test
  void anIndexThatIsNotValidIsLoggedAtTheNextStart() {
    try (TestDatabase database = TestDatabase.migrated();
        LogCapture log = new LogCapture()) {
      database.execute(
          "DROP INDEX zkpersona.users_ctime_id_idx; UPDATE pg_index SET indisvalid = false"
              + " WHERE indexrelid = 'zkpersona.users_email_lower_key'::regclass");

      open(database, true).close();

      assertThat(log.lines("WARN"))
          .singleElement()
          .asString()
          .contains("users_email_lower_key", "users_ctime_id_idx", "check()");
    }
  }

  @Test
  void ofWhatIsPendingOnlyThatIsSaid() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      String latest = MigrationScripts.latest();
      database.execute(
          "DELETE FROM zkpersona.zkpersona_schema_history WHERE version = '" + latest + "'");

      assertThat(manager.check().findings())
          .extracting(Finding::kind, Finding::object)
          .containsExactly(tuple(Kind.PENDING_MIGRATION, latest));
    }
  }

  private static DatabaseManager open(TestDatabase database, boolean autoMigrate) {
    return DatabaseManager.open(database.config().autoMigrate(autoMigrate).build());
  }
}
