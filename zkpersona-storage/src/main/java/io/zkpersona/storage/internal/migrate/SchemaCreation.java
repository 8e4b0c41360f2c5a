package io.zkpersona.storage.internal.migrate;

import static io.zkpersona.storage.internal.tables.tables.ZkpersonaSchemaHistory.ZKPERSONA_SCHEMA_HISTORY;
import static org.jooq.impl.DSL.constraint;
import static org.jooq.impl.DSL.createIndex;
import static org.jooq.impl.DSL.createSchema;
import static org.jooq.impl.DSL.createTable;
import static org.jooq.impl.DSL.currentUser;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;

import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.internal.execution.Atomic;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.DirectCall;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.execution.UnitOfWork;
import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.internal.migrate.AppliedMigrations.LibraryMigration;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.listener.FinishedMigration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import javax.sql.DataSource;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a schema that does not exist, with all migrations in one transaction. Takes about half
 * the time of Flyway, which sends each statement by itself and commits each migration, and leaves
 * the same schema with the same history. If interrupted it leaves nothing.
 */
final class SchemaCreation {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaCreation.class);

  private static final String OPERATION = "migrations.create";

  /**
   * SQLSTATEs of failures after which Flyway goes on, which retries and knows their reasons: the
   * schema exists, another process creates it or holds a lock, the role may not, or the server is a
   * standby.
   */
  private static final Set<String> LEFT_TO_FLYWAY =
      Set.of("42P06", "23505", "55P03", "40P01", "42501", "25006");

  /** A row of the history. */
  private record Entry(
      int rank,
      @Nullable String version,
      String description,
      String type,
      String script,
      @Nullable Integer checksum,
      Duration duration) {}

  private static final Statement<Entry, Void> NOTE =
      Statement.of(
          OPERATION,
          (in, out) ->
              insertInto(ZKPERSONA_SCHEMA_HISTORY)
                  .set(
                      ZKPERSONA_SCHEMA_HISTORY.INSTALLED_RANK,
                      in.value(ZKPERSONA_SCHEMA_HISTORY.INSTALLED_RANK, Entry::rank))
                  .set(
                      ZKPERSONA_SCHEMA_HISTORY.VERSION,
                      in.value(ZKPERSONA_SCHEMA_HISTORY.VERSION, Entry::version))
                  .set(
                      ZKPERSONA_SCHEMA_HISTORY.DESCRIPTION,
                      in.value(ZKPERSONA_SCHEMA_HISTORY.DESCRIPTION, Entry::description))
                  .set(
                      ZKPERSONA_SCHEMA_HISTORY.TYPE,
                      in.value(ZKPERSONA_SCHEMA_HISTORY.TYPE, Entry::type))
                  .set(
                      ZKPERSONA_SCHEMA_HISTORY.SCRIPT,
                      in.value(ZKPERSONA_SCHEMA_HISTORY.SCRIPT, Entry::script))
                  .set(
                      ZKPERSONA_SCHEMA_HISTORY.CHECKSUM,
                      in.value(ZKPERSONA_SCHEMA_HISTORY.CHECKSUM, Entry::checksum))
                  .set(ZKPERSONA_SCHEMA_HISTORY.INSTALLED_BY, currentUser())
                  .set(
                      ZKPERSONA_SCHEMA_HISTORY.EXECUTION_TIME,
                      in.value(
                          ZKPERSONA_SCHEMA_HISTORY.EXECUTION_TIME,
                          entry -> Math.toIntExact(entry.duration.toMillis())))
                  .set(ZKPERSONA_SCHEMA_HISTORY.SUCCESS, inline(true)));

  private final DatabaseConfig config;
  private final DataSource dataSource;
  private final StatementCache statements;
  private final OperationRecorder recorder;
  private final MigrationSessions sessions;

  SchemaCreation(
      DatabaseConfig config,
      DataSource dataSource,
      StatementCache statements,
      OperationRecorder recorder) {
    this.config = config;
    this.dataSource = dataSource;
    this.statements = statements;
    this.recorder = recorder;
    this.sessions = new MigrationSessions(config);
  }

  /**
   * Creates the schema.
   *
   * @return false if nothing was done and Flyway has to
   */
  boolean create(SortedMap<String, LibraryMigration> migrations) throws SQLException {
    long start = System.nanoTime();
    List<Entry> entries;
    try (Connection connection = dataSource.getConnection()) {
      entries =
          Atomic.run(connection, UnitOfWork.of(OPERATION), () -> entriesOf(connection, migrations));
    } catch (SQLException e) {
      if (LEFT_TO_FLYWAY.contains(String.valueOf(e.getSQLState()))) {
        LOG.debug("schema {}: left to Flyway (SQLSTATE {})", config.schema(), e.getSQLState());
        return false;
      }
      throw e;
    }
    for (Entry entry : entries) {
      if (entry.version != null) {
        recorder.finished(new FinishedMigration(entry.version, entry.duration, true));
      }
    }
    LOG.info(
        "schema {}: created at version {} in {} ms",
        config.schema(),
        migrations.lastKey(),
        (System.nanoTime() - start) / 1_000_000);
    return true;
  }

  private List<Entry> entriesOf(
      Connection connection, SortedMap<String, LibraryMigration> migrations) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    sessions.setForTransaction(connection);
    DirectCall.run(connection, statements.text(createSchema(name(config.schema()))));
    entries.add(
        new Entry(
            0,
            null,
            "<< Flyway Schema Creation >>",
            "SCHEMA",
            '"' + config.schema() + '"',
            null,
            Duration.ZERO));
    for (Map.Entry<String, LibraryMigration> migration : migrations.entrySet()) {
      String script = migration.getValue().script(migration.getKey());
      long start = System.nanoTime();
      // Each begins with the settings that it would have in a transaction without the others.
      sessions.setForTransaction(connection);
      DirectCall.run(connection, LibraryScripts.text(script));
      entries.add(
          new Entry(
              entries.size(),
              migration.getKey(),
              migration.getValue().description(),
              "SQL",
              script,
              migration.getValue().checksum(),
              Duration.ofNanos(System.nanoTime() - start)));
    }
    for (QueryPart part : history()) {
      DirectCall.run(connection, statements.text(part));
    }
    new SqlExecutor(new BoundConnection(connection), statements, null).batch(NOTE, entries);
    return entries;
  }

  /** Returns the statements that create the history as Flyway does. */
  private static List<QueryPart> history() {
    return List.of(
        createTable(ZKPERSONA_SCHEMA_HISTORY)
            .columns(
                Arrays.stream(ZKPERSONA_SCHEMA_HISTORY.fields())
                    .map(SchemaCreation::asFlywayDeclares)
                    .toList())
            .constraint(
                constraint(name(Migrator.HISTORY_TABLE + "_pk"))
                    .primaryKey(ZKPERSONA_SCHEMA_HISTORY.INSTALLED_RANK)),
        createIndex(name(Migrator.HISTORY_TABLE + "_s_idx"))
            .on(ZKPERSONA_SCHEMA_HISTORY, ZKPERSONA_SCHEMA_HISTORY.SUCCESS));
  }

  /** Returns a column; Flyway declares the time without the precision that the server gives it. */
  private static Field<?> asFlywayDeclares(Field<?> column) {
    return column == ZKPERSONA_SCHEMA_HISTORY.INSTALLED_ON
        ? field(
            column.getUnqualifiedName(),
            SQLDataType.LOCALDATETIME
                .nullable(false)
                .defaultValue(ZKPERSONA_SCHEMA_HISTORY.INSTALLED_ON.getDataType().defaultValue()))
        : column;
  }
}
