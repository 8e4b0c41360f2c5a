package io.zkpersona.storage.internal.migrate;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.internal.execution.Atomic;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.ServerSession;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.execution.UnitOfWork;
import io.zkpersona.storage.internal.mapping.ResultColumn;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.query.StatementCache;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.SelectQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Applies the session settings that migrations need: set when a connection is taken, regardless of
 * the defaults of server, database and role, and restored before it is returned.
 */
final class MigrationSessions {

  private static final String PROBE = "zkpersona.probe";
  private static final int ROUNDS = 3;

  private final DatabaseConfig config;
  private final StatementCache cache;
  private final Map<String, String> settings = new LinkedHashMap<>();

  MigrationSessions(DatabaseConfig config) {
    this.config = config;
    // A separate cache, since these statements run once.
    this.cache = new StatementCache(config.schema(), config.schema());
    long limit = config.migrationTimeout().toMillis();
    // Below the statement timeout, or the server would report a statement timeout instead.
    long lock = Math.min(config.migrationLockTimeout().toMillis(), limit / 2);
    settings.put("lock_timeout", Long.toString(lock));
    settings.put("statement_timeout", Long.toString(limit));
    // One session holds the inter-process lock, idle in its transaction, while another works.
    settings.put("idle_in_transaction_session_timeout", "0");
    // Unqualified names must not resolve to functions or tables of other schemas.
    settings.put("search_path", config.schema());
    settings.put("standard_conforming_strings", "on");
    settings.put("array_nulls", "on");
    settings.put("transform_null_equals", "off");
    settings.put("quote_all_identifiers", "off");
    settings.put("check_function_bodies", "on");
    settings.put("default_transaction_isolation", "read committed");
    settings.put("default_transaction_read_only", "off");
    settings.put("client_min_messages", "warning");
  }

  /** Wraps a data source so that its sessions have these settings. */
  DataSource on(DataSource dataSource) {
    return ConnectionHooks.on(dataSource, this::prepare, this::restore);
  }

  private Map<String, String> prepare(Connection connection) {
    SqlExecutor executor = executor(connection);
    List<String> names = List.copyOf(settings.keySet());
    List<String> before =
        ask(executor, names.stream().map(setting -> call("current_setting", setting)).toList());
    set(executor, settings, false);
    Map<String, String> found = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      found.put(names.get(i), before.get(i));
    }
    return found;
  }

  private void restore(Connection connection, Map<String, String> before) {
    set(executor(connection), before, false);
  }

  /** Gives the transaction that is open on a connection these settings. */
  void setForTransaction(Connection connection) {
    set(executor(connection), settings, true);
  }

  private void set(SqlExecutor executor, Map<String, String> values, boolean forTransaction) {
    List<Field<String>> calls = new ArrayList<>();
    values.forEach((setting, value) -> calls.add(set(setting, value, forTransaction)));
    ask(executor, calls);
  }

  /**
   * Rejects connections through a transaction pooler: the session settings of a migration would
   * apply to other clients and not to the migration.
   *
   * <p>One connection marks its session. A second connection then occupies a session. If sessions
   * are shared, either the second connection sees the mark, or the first one continues in a session
   * without it.
   *
   * @throws ConfigurationException if sessions are shared
   * @throws MigrationException if the server is a standby, or the role may not create the schema
   */
  void requireOwn(DataSource dataSource) throws SQLException {
    try (Connection one = dataSource.getConnection();
        Connection other = dataSource.getConnection()) {
      if (ServerSession.of(one).standby()) {
        throw MigrationErrors.of(
            config.schema(),
            "migrations are pending, and the server is a standby (expected: the primary;"
                + " set DB_MIGRATION_URL to it, or open a manager on it first)");
      }
      requireSchema(executor(one));
      for (int round = 0; round < ROUNDS; round++) {
        String mark = UUID.randomUUID().toString();
        ask(executor(one), List.of(set(PROBE, mark, false)));
        boolean own =
            Atomic.run(
                other,
                UnitOfWork.of("migrations.probe"),
                () -> !mark.equals(probe(executor(other))) && mark.equals(probe(executor(one))));
        if (!own) {
          throw refusal();
        }
      }
      ask(executor(one), List.of(set(PROBE, "", false)));
    }
  }

  /** Checks this first, since Flyway would retry for ten seconds before it fails. */
  private void requireSchema(SqlExecutor executor) {
    Field<Integer> schemas =
        field(
            select(count())
                .from(table(name("pg_catalog", "pg_namespace")))
                .where(field(name("nspname"), SQLDataType.VARCHAR).eq(inline(config.schema()))));
    Field<Boolean> mayCreate =
        function(
            name("pg_catalog", "has_database_privilege"),
            SQLDataType.BOOLEAN,
            function(name("pg_catalog", "current_database"), SQLDataType.VARCHAR),
            inline("CREATE"));
    List<String> answers =
        ask(
            executor,
            List.of(schemas.cast(SQLDataType.VARCHAR), mayCreate.cast(SQLDataType.VARCHAR)));
    if (answers.equals(List.of("0", "false"))) {
      throw MigrationErrors.mayNotMigrate(config.schema());
    }
  }

  private ConfigurationException refusal() {
    return new ConfigurationException(
        "DB_MIGRATION_URL",
        (config.migrationUrl().isPresent()
                ? "connects"
                : "not set, and DATABASE_URL or the caller's data source connects")
            + " through a pooler that shares sessions between transactions (expected: a direct"
            + " connection to the server or a pooler in session mode, because migrations need"
            + " exclusive sessions)");
  }

  private @Nullable String probe(SqlExecutor executor) {
    return ask(executor, List.of(call("current_setting", PROBE, inline(true)))).get(0);
  }

  private List<String> ask(SqlExecutor executor, List<Field<String>> fields) {
    Statement<None, List<String>> statement =
        Statement.of(
            "session.set",
            (in, out) -> {
              List<ResultColumn<String>> columns = fields.stream().map(out::column).toList();
              out.as(
                  row ->
                      columns.stream()
                          .map(column -> Objects.requireNonNullElse(row.getNullable(column), ""))
                          .toList());
              SelectQuery<?> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
              query.addSelect(out.fields());
              return query;
            });
    return executor.first(statement).orElseThrow();
  }

  private static Field<String> set(String setting, String value, boolean forTransaction) {
    return call("set_config", setting, inline(value), inline(forTransaction));
  }

  private static Field<String> call(String function, String setting, Field<?>... more) {
    List<Field<?>> arguments = new ArrayList<>(List.of(inline(setting)));
    arguments.addAll(List.of(more));
    return function(
        name("pg_catalog", function), SQLDataType.VARCHAR, arguments.toArray(Field[]::new));
  }

  private SqlExecutor executor(Connection connection) {
    return new SqlExecutor(new BoundConnection(connection), cache, null);
  }
}
