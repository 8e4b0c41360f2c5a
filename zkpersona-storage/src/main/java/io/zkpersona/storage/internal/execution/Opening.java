package io.zkpersona.storage.internal.execution;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.setLocal;

import io.zkpersona.storage.internal.query.Portable;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.transaction.Isolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.SelectQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;

/**
 * The opening statements of a transaction: isolation, access mode and, in a shared session, the
 * settings it needs. All of them last until the transaction ends, so that nothing has to be reset.
 * Thread-safe.
 */
public final class Opening {

  private static final String SEPARATOR = "; ";
  private static final String FEATURE_NOT_SUPPORTED = "0A000";
  private static final String READ_ONLY_TRANSACTION = "25006";

  /** The server function that reports that a setting's check hook rejected a value. */
  private static final String CHECK_OF_SETTING = "call_bool_check_hook";

  private static final StatementCache SHAPES = new StatementCache("", "");

  /** For sessions whose settings are known or the caller's responsibility. */
  private static final Opening OF_OWN_SESSIONS = new Opening(Map.of(), false);

  private final Map<String, String> settings;
  private final boolean forWriting;
  private final List<String> ofOneStatement;
  private final String begin;
  private final String commit;
  private final Map<List<Object>, String> ofTransactions = new ConcurrentHashMap<>();

  private Opening(Map<String, String> settings, boolean forWriting) {
    this.settings = Map.copyOf(settings);
    this.forWriting = forWriting;
    this.begin = text(Portable.begin());
    this.commit = text(Portable.commit());
    List<String> texts = new ArrayList<>(modes(Isolation.READ_COMMITTED, forWriting ? "off" : ""));
    if (!settings.isEmpty()) {
      texts.add(text(atOnce(settings)));
    }
    this.ofOneStatement = List.copyOf(texts);
  }

  /**
   * Returns an opening that applies settings to each transaction.
   *
   * @param settings values by name, in the server's spelling
   * @param forWriting whether it also declares the transaction read-write, which a standby rejects
   */
  public static Opening with(Map<String, String> settings, boolean forWriting) {
    return new Opening(settings, forWriting);
  }

  /**
   * Begins a transaction on a connection in manual commit, in one round trip.
   *
   * @throws SQLException if the transaction has begun already, or the connection is broken
   */
  public static void begin(Connection connection, Isolation isolation, boolean readOnly)
      throws SQLException {
    Opening opening = find(connection);
    (opening == null ? OF_OWN_SESSIONS : opening).tell(connection, isolation, readOnly);
  }

  /**
   * Runs work that cannot be sent together with an opening, such as a batch or COPY, after the
   * opening; outside a transaction it gets its own.
   */
  static <T> T before(Connection connection, UnitOfWork unit, Atomic.Body<T, RuntimeException> body)
      throws SQLException {
    if (needed(connection) == null) {
      return body.run();
    }
    if (!connection.getAutoCommit()) {
      ensure(connection);
      return body.run();
    }
    return Atomic.run(
        connection,
        unit,
        () -> {
          ensure(connection);
          return body.run();
        });
  }

  /**
   * Begins the transaction of a connection in manual commit if it has not begun and its session is
   * shared. Called before anything that would begin it without the opening, such as a savepoint.
   */
  static void ensure(Connection connection) throws SQLException {
    Opening opening = needed(connection);
    if (opening != null) {
      opening.tell(connection, Isolation.READ_COMMITTED, connection.isReadOnly());
    }
  }

  /**
   * Returns the opening that the next statement needs, or null if the transaction has begun or the
   * session is not shared.
   */
  static @Nullable Opening needed(Connection connection) throws SQLException {
    Opening opening = find(connection);
    return opening != null && !isOpen(connection) ? opening : null;
  }

  /** Tells whether the connection leads to a session shared with other clients. */
  public static boolean isShared(Connection connection) throws SQLException {
    return connection.isWrapperFor(SharedSession.class);
  }

  private static @Nullable Opening find(Connection connection) throws SQLException {
    return isShared(connection) ? connection.unwrap(SharedSession.class).opening() : null;
  }

  private static boolean isOpen(Connection connection) throws SQLException {
    return connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
  }

  /** Returns how many results precede the result of a statement wrapped by {@link #wholeOf}. */
  int resultsBefore(boolean whole) {
    return ofOneStatement.size() + (whole ? 1 : 0);
  }

  /**
   * Returns a statement preceded by the opening and, if it is to be a complete transaction,
   * enclosed in begin and commit: one text, sent in one round trip.
   */
  String wholeOf(String sql, boolean whole) {
    String opened = String.join(SEPARATOR, ofOneStatement) + SEPARATOR + sql;
    return whole ? begin + SEPARATOR + opened + SEPARATOR + commit : opened;
  }

  /** Rolls back the transaction that a failed text with its own begin and commit left open. */
  static void endFailed(Connection connection) throws SQLException {
    if (!connection.isClosed() && isOpen(connection)) {
      execute(connection, text(DSL.rollback()));
    }
  }

  private void tell(Connection connection, Isolation isolation, boolean readOnly)
      throws SQLException {
    String access = readOnly ? "on" : forWriting || connection.isReadOnly() ? "off" : "";
    String sql =
        ofTransactions.computeIfAbsent(
            List.of(isolation, access), key -> ofTransaction(isolation, access));
    try {
      execute(connection, sql);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /**
   * Translates the rejection of a read-write transaction by a server that became a standby, which
   * has its own SQLSTATE, to that of a rejected write, which means the same.
   */
  static SQLException refused(SQLException thrown) {
    return thrown instanceof PSQLException driver
            && FEATURE_NOT_SUPPORTED.equals(thrown.getSQLState())
            && driver.getServerErrorMessage() != null
            && CHECK_OF_SETTING.equals(driver.getServerErrorMessage().getRoutine())
        ? new SQLException("the server became a standby", READ_ONLY_TRANSACTION, thrown)
        : thrown;
  }

  /**
   * Returns the opening with one SET for each setting: a query would take the snapshot before the
   * transaction's first statement.
   */
  private String ofTransaction(Isolation isolation, String access) {
    List<String> texts = new ArrayList<>(modes(isolation, access));
    settings.forEach((setting, value) -> texts.add(local(setting, value)));
    return String.join(SEPARATOR, texts);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> modes(Isolation isolation, String readOnly) {
    String level = isolation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    List<String> texts = new ArrayList<>(List.of(local("transaction_isolation", level)));
    if (!readOnly.isEmpty()) {
      texts.add(local("transaction_read_only", readOnly));
    }
    return texts;
  }

  private static String local(String setting, String value) {
    return text(setLocal(name(setting), inline(value)));
  }

  private static QueryPart atOnce(Map<String, String> settings) {
    SelectQuery<?> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
    List<SelectFieldOrAsterisk> calls = new ArrayList<>();
    settings.forEach(
        (setting, value) ->
            calls.add(
                function(
                    name("pg_catalog", "set_config"),
                    SQLDataType.VARCHAR,
                    inline(setting),
                    inline(value),
                    inline(true))));
    query.addSelect(calls);
    return query;
  }

  static String text(QueryPart statement) {
    return SHAPES.text(statement);
  }
}
