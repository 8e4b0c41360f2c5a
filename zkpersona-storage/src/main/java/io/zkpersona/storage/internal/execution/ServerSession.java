package io.zkpersona.storage.internal.execution;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.SelectQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.postgresql.PGConnection;

/**
 * The state of the server session behind a connection.
 *
 * @param pid the backend process
 * @param mark the value of {@link #MARK}, empty if none was set
 * @param standby whether the server is a standby and takes no writes
 * @param readOnly whether transactions are read-only by default
 */
public record ServerSession(int pid, String mark, boolean standby, boolean readOnly) {

  /** A custom setting by which the library recognizes its session. */
  public static final String MARK = "zkpersona.session";

  private static final Field<Integer> PID = call("pg_backend_pid", SQLDataType.INTEGER);
  private static final Field<String> MARKED = setting(MARK);
  private static final Field<Boolean> STANDBY = call("pg_is_in_recovery", SQLDataType.BOOLEAN);
  private static final Field<String> READ_ONLY = setting("transaction_read_only");

  /** Rendered when the first connection is made. */
  private static final class Sql {

    private static final String ASK = ask();

    private static String ask() {
      SelectQuery<?> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
      query.addSelect(List.<SelectFieldOrAsterisk>of(PID, MARKED, STANDBY, READ_ONLY));
      return DSL.using(SQLDialect.POSTGRES).renderInlined(query);
    }
  }

  /**
   * Queries the server in one round trip, in the session's current state and without an {@link
   * Opening}.
   */
  public static ServerSession of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(Sql.ASK)) {
      result.next();
      return new ServerSession(
          result.getInt(1),
          Objects.requireNonNullElse(result.getString(2), ""),
          result.getBoolean(3),
          "on".equals(result.getString(4)));
    }
  }

  /**
   * Tells whether the process that answers is the one the connection was made to. A pooler gives
   * its clients a made-up process id.
   */
  public boolean isBehind(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID() == pid;
  }

  /**
   * Tells whether the session accepts no writes. A read-only default is ignored in a shared
   * session, since transactions there declare themselves read-write.
   */
  public boolean takesNoWrites(Connection connection) throws SQLException {
    return standby || (readOnly && !Opening.isShared(connection));
  }

  private static Field<String> setting(String setting) {
    return call("current_setting", SQLDataType.VARCHAR, inline(setting), inline(true));
  }

  private static <T> Field<T> call(String function, DataType<T> type, Field<?>... arguments) {
    return function(name("pg_catalog", function), type, arguments);
  }
}
