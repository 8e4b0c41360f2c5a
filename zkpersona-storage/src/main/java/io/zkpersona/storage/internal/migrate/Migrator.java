package io.zkpersona.storage.internal.migrate;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.SchemaCheck;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.internal.migrate.SchemaCatalog.Found;
import io.zkpersona.storage.internal.query.SchemaStatements;
import io.zkpersona.storage.internal.query.StatementCache;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates the schema to this library's version and reports its status. Reads the history without
 * Flyway; only {@link FlywayRun} loads Flyway, when there is a migration to apply.
 */
public final class Migrator {

  /** The name of Flyway's history table. */
  public static final String HISTORY_TABLE = "zkpersona_schema_history";

  private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);

  /**
   * The migration that created the table in which newer library versions record their requirements.
   */
  private static final String COMPATIBILITY = "0008";

  private static final String MAY_NOT = "42501";

  /** The next step in an error about pending migrations. */
  private static final String REMEDY = "apply the migrations, or set DB_AUTO_MIGRATE=true";

  private static final String REMEDY_OF_TENANT =
      "call tenants().create for a new tenant, or tenants().migrate for one that is behind";

  /** Shared by all tenants, so that its statements are rendered once. */
  private static final SchemaCatalog TENANTS = new SchemaCatalog(SchemaStatements.PLACEHOLDER);

  private final DatabaseConfig config;
  private final String schema;
  private final StatementCache statements;
  private final @Nullable DataSource reading;
  private final DataSource forMigrations;
  private final SqlExecutor executor;
  private final OperationRecorder recorder;
  private final SchemaHistory history;
  private final SchemaCatalog catalog;
  private final String remedy;

  /**
   * Reads through one data source and migrates through another, which may be the same.
   *
   * @param reading the data source for checking the schema on startup
   * @param forMigrations the data source for migrations; its sessions must not be shared, and it
   *     must provide two at once
   * @param executor runs the queries after startup
   * @param recorder learns of each migration that runs
   */
  public Migrator(
      DatabaseConfig config,
      DataSource reading,
      DataSource forMigrations,
      SqlExecutor executor,
      StatementCache statements,
      OperationRecorder recorder) {
    this(
        config,
        reading,
        forMigrations,
        executor,
        statements,
        recorder,
        new SchemaCatalog(config.schema()),
        REMEDY);
  }

  private Migrator(
      DatabaseConfig config,
      @Nullable DataSource reading,
      DataSource forMigrations,
      SqlExecutor executor,
      StatementCache statements,
      OperationRecorder recorder,
      SchemaCatalog catalog,
      String remedy) {
    this.recorder = recorder;
    this.remedy = remedy;
    this.config = config;
    this.schema = config.schema();
    this.statements = statements;
    this.reading = reading;
    this.forMigrations = forMigrations;
    this.executor = executor;
    this.history = new SchemaHistory();
    this.catalog = catalog;
  }

  /**
   * Returns a migrator of a tenant's schema.
   *
   * @param config with the tenant's schema
   * @param executor runs all queries, in the tenant's schema
   * @param statements the tenant's statements, rendered with the placeholder for its schema
   */
  public static Migrator ofTenant(
      DatabaseConfig config,
      DataSource forMigrations,
      SqlExecutor executor,
      StatementCache statements,
      OperationRecorder recorder) {
    return new Migrator(
        config, null, forMigrations, executor, statements, recorder, TENANTS, REMEDY_OF_TENANT);
  }

  /**
   * Applies pending migrations. Concurrent calls in any number of processes are safe: each
   * migration runs once.
   *
   * @return the number of migrations that were pending
   * @throws MigrationException if this library is too old for the schema, an applied migration was
   *     edited, a migration fails or has failed before, or a table is missing
   */
  public int migrate() {
    AppliedMigrations applied = checked();
    int pending = applied.pending().size();
    if (pending > 0 && !isCreated(applied)) {
      new FlywayRun(forMigrations, config, recorder).migrate(applied);
    }
    return pending;
  }

  /** Creates a tenant's schema if it does not exist; a host may own what is in another one. */
  private boolean isCreated(AppliedMigrations applied) {
    if (reading != null || !applied.entries().isEmpty()) {
      return false;
    }
    try {
      return new SchemaCreation(config, forMigrations, statements, recorder)
          .create(applied.library());
    } catch (SQLException e) {
      throw MigrationErrors.translate(e, schema);
    }
  }

  /**
   * Throws if the schema is incomplete or this library is too old for it.
   *
   * @throws MigrationException with the version found and the version required
   */
  public void requireUpToDate() {
    AppliedMigrations applied = checked();
    if (!applied.pending().isEmpty()) {
      throw wrong(
          "at version "
              + applied.current().orElse("none")
              + " (expected: "
              + applied.latest()
              + "; "
              + remedy
              + ")");
    }
  }

  /** Takes three round trips if the schema is sound, and four if a table seems to be missing. */
  private AppliedMigrations checked() {
    try {
      return reading == null ? looking("migrations.check", this::checked) : checkedOnStart(reading);
    } catch (SQLException e) {
      throw MigrationErrors.translate(e, schema);
    } catch (DatabaseException e) {
      if (e.sqlState().filter(MAY_NOT::equals).isPresent()) {
        throw MigrationErrors.of(
            schema,
            "the role may not read its migration history (expected: USAGE on the schema and"
                + " SELECT on "
                + HISTORY_TABLE
                + ", which migrations/grants.sql grants)",
            e.getCause());
      }
      throw e;
    }
  }

  private AppliedMigrations checkedOnStart(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return checked(new SqlExecutor(new BoundConnection(connection), statements, null));
    }
  }

  private AppliedMigrations checked(SqlExecutor on) {
    List<Found> relations = catalog.relations(on);
    AppliedMigrations applied = read(on, relations);
    String current = applied.current().orElse("");
    applied.failed().stream()
        .findFirst()
        .ifPresent(
            version -> {
              throw wrong(
                  "migration "
                      + version
                      + " is recorded as failed (expected: none; "
                      + SchemaInspection.REPAIR_FAILED
                      + ")");
            });
    applied.edited().stream()
        .findFirst()
        .ifPresent(
            version -> {
              throw wrong(
                  "migration "
                      + version
                      + " differs from the applied one (expected: released, unedited migrations)");
            });
    // While another process creates the schema, the history has no other entry.
    if (current.isEmpty()) {
      requireKnownBaseline(applied.latest());
      return applied;
    }
    requireTables(on, new SchemaInspection(applied), relations);
    if (current.compareTo(COMPATIBILITY) >= 0) {
      LibraryVersion.tooOld(on)
          .ifPresent(
              oldest -> {
                throw wrong(
                    "library "
                        + LibraryVersion.current()
                        + " is too old for it (expected: "
                        + oldest
                        + " or newer)");
              });
    }
    return applied;
  }

  private AppliedMigrations read(SqlExecutor on, List<Found> relations) {
    boolean exists = relations.stream().anyMatch(found -> found.name().equals(HISTORY_TABLE));
    return exists ? history.read(on) : SchemaHistory.none();
  }

  private void requireTables(SqlExecutor on, SchemaInspection inspection, List<Found> relations) {
    List<String> missing = inspection.missingTables(relations);
    // Another process may have migrated between the two queries.
    if (!missing.isEmpty()) {
      missing = inspection.missingTables(catalog.relations(on));
    }
    if (!missing.isEmpty()) {
      throw wrong(
          "missing: "
              + String.join(", ", missing)
              + " (expected: all tables of the migrations in its history; restore them from a"
              + " backup, or correct the history, then open again)");
    }
    List<String> unusable = inspection.unusableIndexes(relations);
    if (!unusable.isEmpty()) {
      LOG.warn(
          "schema {}: missing or invalid indexes: {} (check() returns the remedies)",
          schema,
          String.join(", ", unusable));
    }
  }

  private void requireKnownBaseline(String latest) {
    config
        .baselineVersion()
        .ifPresent(
            version -> {
              if (version > Integer.parseInt(latest)) {
                throw new ConfigurationException(
                    "DB_BASELINE_VERSION", version + " (expected: at most " + latest + ")");
              }
            });
  }

  /** Returns the status of the migrations. */
  public MigrationStatus status() {
    return looking("migrations.status", on -> read(on, catalog.relations(on)).status(schema));
  }

  /** Returns the defects of the schema. */
  public SchemaCheck check() {
    return looking(
        "schema.check",
        on -> {
          AppliedMigrations applied = read(on, catalog.relations(on));
          return new SchemaInspection(applied).check(schema, type -> catalog.all(on, type));
        });
  }

  private interface Look<T> {
    T on(SqlExecutor executor);
  }

  private <T> T looking(String operation, Look<T> look) {
    return executor.run(
        operation,
        connection -> look.on(new SqlExecutor(new BoundConnection(connection), statements, null)));
  }

  /** Returns the error for a tenant that does not exist. */
  public static MigrationException noTenant(String schema) {
    return MigrationErrors.of(
        schema, "not found (expected: a tenant; create it with tenants().create)");
  }

  private MigrationException wrong(String what) {
    return MigrationErrors.of(schema, what);
  }
}
