package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshSchemaIT {

  private static final String APPLIED =
      "SELECT version FROM zkpersona.zkpersona_schema_history"
          + " WHERE success AND version IS NOT NULL ORDER BY installed_rank";
  private static final String OUTSIDE =
      "SELECT 'extension ' || extname FROM pg_extension"
          + " UNION ALL SELECT 'schema ' || nspname FROM pg_namespace"
          + " WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'zkpersona'"
          + " UNION ALL SELECT 'relation ' || oid::regclass FROM pg_class"
          + " WHERE oid >= 16384 AND relnamespace <> ALL (SELECT oid FROM pg_namespace"
          + " WHERE nspname IN ('zkpersona', 'pg_toast'))"
          + " UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc WHERE oid >= 16384"
          + " AND pronamespace <> ALL (SELECT oid FROM pg_namespace WHERE nspname = 'zkpersona')"
          + " UNION ALL SELECT 'access ' || nspname || nspacl::text FROM pg_namespace"
          + " WHERE nspname = 'public' ORDER BY 1";

  @Test
  void anEmptyDatabaseGetsEveryMigrationOnceAndInOrder() {
    try (TestDatabase database = TestDatabase.empty();
        DatabaseManager manager = database.open()) {
      assertThat(database.query(APPLIED)).isEqualTo(MigrationScripts.versions());
      assertThat(manager.migrationStatus().current()).isEqualTo(MigrationScripts.latest());
      WritesAndReads.on(manager);
    }
  }

  @Test
  void nothingIsMadeOutsideTheSchemaAndNoExtension() {
    try (TestDatabase database = TestDatabase.empty()) {
      List<String> before = database.query(OUTSIDE);

      database.open().close();

      assertThat(database.query(OUTSIDE)).isEqualTo(before).contains("extension plpgsql");
    }
  }

  @Test
  void aStartThatGotNoFurtherThanTheSchemaIsTakenUp() {
    try (TestDatabase database = TestDatabase.empty()) {
      // The first migration creates nothing.
      MigrationScripts.migrateTo(database, "zkpersona", "0001");
      database.execute("DELETE FROM zkpersona.zkpersona_schema_history WHERE version IS NOT NULL");

      assertThatThrownBy(() -> DatabaseManager.open(database.config().autoMigrate(false).build()))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("at version none");
      database.open().close();

      assertThat(database.query(APPLIED)).isEqualTo(MigrationScripts.versions());
    }
  }

  @Test
  void openingAgainChangesNothing() {
    try (TestDatabase database = TestDatabase.empty()) {
      database.open().close();
      List<String> before = SchemaSnapshot.of(database, "zkpersona");

      database.open().close();

      assertThat(SchemaSnapshot.of(database, "zkpersona")).isEqualTo(before);
    }
  }

  @Test
  void aRoleThatMayOnlySelectOpensAMigratedSchema() {
    try (TestRole reader = new TestRole();
        TestDatabase database = TestDatabase.migrated()) {
      database.execute(
          "GRANT USAGE ON SCHEMA zkpersona TO %1$s; GRANT SELECT ON ALL TABLES IN SCHEMA zkpersona TO %1$s"
              .formatted(reader.name()));
      List<String> before = SchemaSnapshot.of(database, "zkpersona");

      try (DatabaseManager manager = DatabaseManager.open(as(reader, database))) {
        assertThat(manager.repositories().users().count()).isZero();
        assertThat(manager.migrationStatus().isUpToDate()).isTrue();
      }

      assertThat(SchemaSnapshot.of(database, "zkpersona")).isEqualTo(before);
    }
  }

  @Test
  void aPreparedSchemaNeedsNoMoreThanUsageAndCreate() {
    try (TestRole role = new TestRole();
        TestDatabase database = TestDatabase.empty()) {
      refuse(database, "CREATE EXTENSION");
      database.execute(
          "CREATE SCHEMA zkpersona; GRANT USAGE, CREATE ON SCHEMA zkpersona TO " + role.name());

      try (DatabaseManager manager = DatabaseManager.open(as(role, database))) {
        assertThat(manager.migrationStatus().isUpToDate()).isTrue();
        WritesAndReads.on(manager);
      }
      DatabaseManager.open(as(role, database)).close();
    }
  }

  @Test
  void creatingASchemaThatExistsIsNotAttempted() {
    try (TestDatabase database = TestDatabase.empty()) {
      database.execute("CREATE SCHEMA zkpersona");
      refuse(database, "CREATE SCHEMA");

      database.open().close();

      assertThat(database.query(APPLIED)).isEqualTo(MigrationScripts.versions());
    }
  }

  @Test
  void aRoleThatMayNotCreateTheSchemaIsToldWhatItNeeds() {
    try (TestRole role = new TestRole();
        TestDatabase database = TestDatabase.empty()) {
      assertThatThrownBy(() -> DatabaseManager.open(as(role, database)))
          .isInstanceOf(MigrationException.class)
          .hasMessageStartingWith("schema zkpersona: the role may not migrate it")
          .hasMessageNotContaining("permission denied");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant_1", "select", "_"})
  void anotherSchemaServesAsWellAndTheDefaultOneIsNotMade(String schema) {
    try (TestDatabase database = TestDatabase.empty();
        DatabaseManager manager = DatabaseManager.open(database.config().schema(schema).build())) {
      WritesAndReads.on(manager);

      assertThat(manager.migrationStatus().schema()).isEqualTo(schema);
      assertThat(manager.migrationStatus().isUpToDate()).isTrue();
      assertThat(database.query("SELECT nspname FROM pg_namespace WHERE oid >= 16384"))
          .containsExactly(schema);
      assertThat(SchemaSnapshot.of(database, "public")).isEmpty();
    }
  }

  @Test
  void twoSchemasOfADatabaseKeepTheirRowsApart() {
    try (TestDatabase database = TestDatabase.empty();
        DatabaseManager one = DatabaseManager.open(database.config().schema("one").build());
        DatabaseManager two = DatabaseManager.open(database.config().schema("two").build())) {
      database.execute("INSERT INTO one.users (username) VALUES ('somebody')");

      assertThat(one.repositories().users().count()).isOne();
      assertThat(two.repositories().users().count()).isZero();
      WritesAndReads.on(two);
    }
  }

  private static void refuse(TestDatabase database, String command) {
    database.execute(
        """
        CREATE FUNCTION public.refuse() RETURNS event_trigger LANGUAGE plpgsql
          AS $$ BEGIN RAISE EXCEPTION 'attempted %1$s'; END $$;
        CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('%1$s')
          EXECUTE FUNCTION public.refuse()
        """
            .formatted(command));
  }

  private static DatabaseConfig as(TestRole role, TestDatabase database) {
    return database.config().databaseUrl(role.url(database)).build();
  }
}
