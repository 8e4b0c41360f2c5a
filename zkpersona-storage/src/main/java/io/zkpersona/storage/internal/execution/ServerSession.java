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
 * What the server says of the session that answers on a connection.
 *
 * @param pid the process that answers
 * @param mark the value of {@link #MARK}, empty if none was set
 * @param standby whether the server follows another one and takes no writes
 * @param readOnly whether a transaction that asks for nothing may write
 */
public record ServerSession(int pid, String mark, boolean standby, boolean readOnly) {

  /** A setting of this library's own, by which it knows its session again. */
  public static final String MARK = "zkpersona.session";

  private static final Field<Integer> PID = call("pg_backend_pid", SQLDataType.INTEGER);
  private static final Field<String> MARKED = setting(MARK);
  private static final Field<Boolean> STANDBY = call("pg_is_in_recovery", SQLDataType.BOOLEAN);
  private static final Field<String> READ_ONLY = setting("transaction_read_only");

  /** Rendered when a connection is first made. */
  private static final class Sql {

    private static final String ASK = ask();

    private static String ask() {
      SelectQuery<?> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
      query.addSelect(List.<SelectFieldOrAsterisk>of(PID, MARKED, STANDBY, READ_ONLY));
      return DSL.using(SQLDialect.POSTGRES).renderInlined(query);
    }
  }

  /** Asks the server, in one round trip and as the session is, without an {@link Opening}. */
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
   * Whether the process that answers is the one that the connection was made to. A pooler gives its
   * clients a number of its own making.
   */
  public boolean isBehind(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID() == pid;
  }

  /**
   * Whether nothing can be written in it. A default that is found in a shared session counts for
   * nothing, since transactions there say themselves that they may write.
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
