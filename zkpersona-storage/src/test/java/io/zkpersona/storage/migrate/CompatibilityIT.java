package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.MigrationStatus.Migration;
import io.zkpersona.storage.health.MigrationStatus.State;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening a schema that is older or newer than the library's, or that differs from it. */
@NewestServerOnly
class CompatibilityIT {

  private static final String FUTURE =
      "INSERT INTO zkpersona.zkpersona_schema_history (installed_rank, version, description, type,"
          + " script, checksum, installed_by, execution_time, success)"
          + " VALUES (9999, '9999', 'future', 'SQL', 'V9999__future.sql', 1, 'somebody', 1, true)";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLibraryTooOldForTheSchemaIsRefusedWithBothVersions(boolean autoMigrate) throws IOException {
    try (TestDatabase database = TestDatabase.migrated()) {
      database.execute(FUTURE);
      database.execute(
          "INSERT INTO zkpersona.library_compatibility VALUES (9997, '9.0.0'), (9998, '100.0.0'),"
              + " (9999, '20.0.0')");

      assertThatThrownBy(() -> open(database, autoMigrate))
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "schema zkpersona: library %s is too old for it (expected: 100.0.0 or newer)"
                  .formatted(ownVersion()))
          .hasNoCause();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMerelyOlderLibraryRuns(boolean autoMigrate) throws IOException {
    try (TestDatabase database = TestDatabase.migrated()) {
      database.execute(FUTURE);
      database.execute(
          "INSERT INTO zkpersona.library_compatibility VALUES (9999, '%s')"
              .formatted(ownVersion()));

      try (DatabaseManager manager = open(database, autoMigrate)) {
        WritesAndReads.on(manager);
        MigrationStatus status = manager.migrationStatus();
        assertThat(status.isUpToDate()).isTrue();
        assertThat(status.current()).isEqualTo("9999");
        assertThat(status.latest()).isEqualTo(MigrationScripts.latest());
        assertThat(status.migrations())
            .last()
            .returns("9999", Migration::version)
            .returns("future", Migration::description)
            .returns(State.FUTURE, Migration::state);
      }
    }
  }

  @Test
  void withoutAutoMigrationAnEmptySchemaIsRefusedAndStaysEmpty() {
    try (TestDatabase database = TestDatabase.empty()) {
      assertThatThrownBy(() -> open(database, false))
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "schema zkpersona: at version none (expected: %s; apply the migrations, or set"
                  + " DB_AUTO_MIGRATE=true)",
              MigrationScripts.latest());

      assertThat(database.query("SELECT nspname FROM pg_namespace WHERE oid >= 16384")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001", "0006", "0008"})
  void withoutAutoMigrationASchemaBehindIsRefusedWithBothVersions(String found) {
    try (TestDatabase database = TestDatabase.empty()) {
      MigrationScripts.migrateTo(database, "zkpersona", found);
      List<String> before = SchemaSnapshot.of(database, "zkpersona");

      assertThatThrownBy(() -> open(database, false))
          .isInstanceOf(MigrationException.class)
          .hasMessageStartingWith(
              "schema zkpersona: at version %s (expected: %s;", found, MigrationScripts.latest());

      assertThat(SchemaSnapshot.of(database, "zkpersona")).isEqualTo(before);
      open(database, true).close();
      open(database, false).close();
    }
  }

  @Test
  void statusNamesEveryMigrationThatWasApplied() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      MigrationStatus status = manager.migrationStatus();

      assertThat(status.schema()).isEqualTo("zkpersona");
      assertThat(status.current()).isEqualTo(status.latest()).isEqualTo(MigrationScripts.latest());
      assertThat(status.migrations())
          .extracting(Migration::version)
          .isEqualTo(MigrationScripts.versions());
      assertThat(status.migrations())
          .allSatisfy(
              migration -> {
                assertThat(migration.state()).isEqualTo(State.APPLIED);
                assertThat(migration.description()).isNotBlank();
                assertThat(migration.appliedAt()).isNotNull();
              });
      assertThat(status.migrations())
          .extracting(Migration::version, Migration::description)
          .contains(tuple("0007", "zkpersona extended schema"));
    }
  }

  @Test
  void statusNamesWhatIsPending() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open()) {
      database.execute("DELETE FROM zkpersona.zkpersona_schema_history WHERE version > '0007'");

      MigrationStatus status = manager.migrationStatus();

      assertThat(status.isUpToDate()).isFalse();
      assertThat(status.current()).isEqualTo("0007");
      assertThat(status.latest()).isEqualTo(MigrationScripts.latest());
      assertThat(status.migrations())
          .filteredOn(migration -> migration.state() == State.PENDING)
          .extracting(Migration::version, Migration::appliedAt)
          .startsWith(tuple("0008", null), tuple("0009", null));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEditedMigrationIsRefused(boolean autoMigrate) {
    try (TestDatabase database = TestDatabase.migrated()) {
      edit(database);

      assertThatThrownBy(() -> open(database, autoMigrate))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("migration 0003 differs from the applied one");
    }
  }

  @Test
  void anEditedMigrationIsRefusedBeforeAnythingPendingIsApplied() {
    try (TestDatabase database = TestDatabase.empty()) {
      MigrationScripts.migrateTo(database, "zkpersona", "0007");
      edit(database);
      List<String> before = SchemaSnapshot.of(database, "zkpersona");

      assertThatThrownBy(() -> open(database, true))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("migration 0003 differs from the applied one")
          .extracting(thrown -> ((MigrationException) thrown).code())
          .isEqualTo(ErrorCode.MIGRATION);

      assertThat(SchemaSnapshot.of(database, "zkpersona")).isEqualTo(before);
    }
  }

  private static void edit(TestDatabase database) {
    database.execute(
        "UPDATE zkpersona.zkpersona_schema_history SET checksum = checksum + 1"
            + " WHERE version = '0003'");
  }

  private static DatabaseManager open(TestDatabase database, boolean autoMigrate) {
    return DatabaseManager.open(database.config().autoMigrate(autoMigrate).build());
  }

  private static String ownVersion() throws IOException {
    try (InputStream in =
        DatabaseManager.class.getResourceAsStream("/zkpersona-storage.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version").replaceFirst("-.*", "");
    }
  }
}
