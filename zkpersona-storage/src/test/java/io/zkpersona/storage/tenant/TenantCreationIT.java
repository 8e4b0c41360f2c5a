package io.zkpersona.storage.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.listener.FinishedMigration;
import io.zkpersona.storage.listener.StorageListener;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The schema of a tenant is created in one transaction, and is the one that Flyway makes. */
class TenantCreationIT {

  /** Definitions of all that a schema contains, without the names of schema and partitions. */
  private static final String DEFINITIONS =
      """
      WITH relations AS (
        SELECT c.* FROM pg_class AS c WHERE c.relnamespace = '%1$s'::regnamespace),
      found AS (
        SELECT format('%%s %%s %%s %%s %%s %%s', relname, relkind, relpersistence, reloptions, relacl,
          obj_description(oid, 'pg_class')) AS line FROM relations
        UNION ALL
        SELECT format('%%s.%%s %%s %%s %%s %%s %%s %%s %%s', r.relname, a.attnum, a.attname,
          format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, a.attidentity,
          pg_get_expr(d.adbin, d.adrelid), col_description(r.oid, a.attnum))
        FROM relations AS r JOIN pg_attribute AS a ON a.attrelid = r.oid
        LEFT JOIN pg_attrdef AS d ON d.adrelid = r.oid AND d.adnum = a.attnum WHERE a.attnum > 0
        UNION ALL
        SELECT format('%%s %%s %%s %%s', conname, convalidated, pg_get_constraintdef(oid),
          obj_description(oid, 'pg_constraint'))
        FROM pg_constraint WHERE connamespace = '%1$s'::regnamespace
        UNION ALL
        SELECT pg_get_indexdef(i.indexrelid) || i.indisvalid::text FROM pg_index AS i JOIN relations AS r ON r.oid = i.indrelid
        UNION ALL
        SELECT pg_get_triggerdef(t.oid) || t.tgenabled::text FROM pg_trigger AS t JOIN relations AS r ON r.oid = t.tgrelid
        WHERE NOT t.tgisinternal
        UNION ALL
        SELECT format('%%s %%s %%s', pg_get_functiondef(oid), proacl, obj_description(oid, 'pg_proc')) FROM pg_proc
        WHERE pronamespace = '%1$s'::regnamespace AND prokind <> 'a'
        UNION ALL
        SELECT format('%%s %%s %%s', typname, typtype, obj_description(oid, 'pg_type')) FROM pg_type
        WHERE typnamespace = '%1$s'::regnamespace
        UNION ALL
        SELECT format('%%s %%s %%s %%s %%s %%s', installed_rank, version, description, type, checksum, success)
        FROM %1$s.zkpersona_schema_history
        UNION ALL
        SELECT format('%%s %%s', nspacl, obj_description(oid, 'pg_namespace')) FROM pg_namespace WHERE nspname = '%1$s')
      SELECT replace(line, '%1$s', 'schema') FROM found ORDER BY 1
      """;

  private static final String TRANSACTIONS =
      "SELECT count(DISTINCT xmin::text) FROM %s.zkpersona_schema_history";

  private static TestDatabase database;

  @BeforeAll
  static void create() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  private static List<String> definitions(String schema) {
    return database.query(DEFINITIONS.formatted(schema));
  }

  private static String transactions(String schema) {
    return database.queryOne(TRANSACTIONS.formatted(schema));
  }

  @Test
  void theSchemaIsTheOneThatFlywayMakes() {
    try (DatabaseManager manager = database.open()) {
      Tenant quick = manager.tenants().create("quick");
      // A schema that exists is left to Flyway.
      database.execute("CREATE SCHEMA zkpersona_tenant_slow");
      Tenant slow = manager.tenants().create("slow");

      assertThat(transactions(quick.schema())).isEqualTo("1");
      assertThat(transactions(slow.schema())).isNotEqualTo("1");
      assertThat(definitions(quick.schema()))
          .hasSizeGreaterThan(1_000)
          // Flyway notes the creation of a schema in its history; the slow one existed.
          .filteredOn(line -> !line.contains("<< Flyway Schema Creation >>"))
          .containsExactlyInAnyOrderElementsOf(definitions(slow.schema()));
      assertThat(quick.check().findings()).isEmpty();
      assertThat(quick.migrationStatus().migrations())
          .extracting(migration -> migration.version() + migration.state())
          .isEqualTo(
              slow.migrationStatus().migrations().stream()
                  .map(migration -> migration.version() + migration.state())
                  .toList());
    }
  }

  @Test
  void flywayAcceptsTheHistoryAndHasNothingToDo() {
    try (DatabaseManager manager = database.open()) {
      manager.tenants().create("validated");
    }
    Flyway flyway =
        Flyway.configure()
            .dataSource(database.jdbcUrl(), null, null)
            .locations("classpath:zkpersona-migrations")
            .schemas("zkpersona_tenant_validated")
            .table("zkpersona_schema_history")
            .load();

    flyway.validate();

    assertThat(flyway.info().pending()).isEmpty();
    assertThat(flyway.migrate().migrationsExecuted).isZero();
  }

  @Test
  void listenersHearOfEachMigration() {
    List<String> heard = new CopyOnWriteArrayList<>();
    StorageListener listener =
        new StorageListener() {
          @Override
          public void migrationFinished(FinishedMigration migration) {
            heard.add(migration.version() + migration.applied());
          }
        };
    try (DatabaseManager manager =
        DatabaseManager.builder(database.config().build()).listener(listener).open()) {
      manager.tenants().create("heard");
    }

    assertThat(heard).hasSizeGreaterThan(24).startsWith("0001true", "0002true").isSorted();
  }

  @Test
  void aRoleThatMayNotCreateSchemasIsToldSo() {
    database.execute("CREATE ROLE creates_nothing LOGIN PASSWORD 'secret'");
    try (DatabaseManager owner = database.open()) {
      database.execute("GRANT USAGE ON SCHEMA zkpersona TO creates_nothing");
      database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA zkpersona TO creates_nothing");
      try (DatabaseManager manager =
          DatabaseManager.open(
              database
                  .config()
                  .databaseUrl(database.url().replaceFirst("//[^@]*@", "//creates_nothing:secret@"))
                  .build())) {
        assertThatThrownBy(() -> manager.tenants().create("refused"))
            .isInstanceOf(MigrationException.class)
            .hasMessageContaining("may not migrate it");
      }
      assertThat(owner.tenants().list()).doesNotContain("refused");
    } finally {
      database.execute("DROP OWNED BY creates_nothing; DROP ROLE creates_nothing");
    }
  }

  @Test
  void aSchemaThatAnotherTransactionCreatesIsWaitedFor() throws SQLException {
    try (Connection other = database.connect();
        DatabaseManager manager = database.open()) {
      other.setAutoCommit(false);
      Backends.execute(other, "CREATE SCHEMA zkpersona_tenant_contested");
      CompletableFuture<Tenant> creation =
          OwnThreads.supply(() -> manager.tenants().create("contested"));
      Eventually.holds(
          "a wait",
          () ->
              !database
                  .query(
                      "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                          + " AND query LIKE 'create schema%'")
                  .isEmpty());

      other.rollback();

      assertThat(creation.join().check().findings()).isEmpty();
      assertThat(transactions("zkpersona_tenant_contested")).isEqualTo("1");
    }
  }
}
