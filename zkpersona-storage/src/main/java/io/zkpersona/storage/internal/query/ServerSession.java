package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import java.sql.Connection;
import java.sql.SQLException;
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

  private static final SqlShapes SHAPES = new SqlShapes("", "");
  private static final Field<Integer> PID = call("pg_backend_pid", SQLDataType.INTEGER);
  private static final Field<String> MARKED = setting(MARK);
  private static final Field<Boolean> STANDBY = call("pg_is_in_recovery", SQLDataType.BOOLEAN);
  private static final Field<String> READ_ONLY = setting("transaction_read_only");
  private static final Codec<Integer> NUMBER = Codecs.of(PID);
  private static final Codec<String> TEXT = Codecs.of(MARKED);
  private static final Codec<Boolean> FLAG = Codecs.of(STANDBY);

  /** Asks the server, in one round trip. */
  public static ServerSession of(Connection connection) {
    SelectQuery<?> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
    query.addSelect(List.<SelectFieldOrAsterisk>of(PID, MARKED, STANDBY, READ_ONLY));
    return new SqlExecutor(new BoundConnection(connection), null)
        .first(
            "session.find",
            SHAPES.get(ServerSession.class, params -> query),
            row ->
                new ServerSession(
                    Objects.requireNonNull(row.read(NUMBER, 1)),
                    Objects.requireNonNullElse(row.read(TEXT, 2), ""),
                    Objects.requireNonNull(row.read(FLAG, 3)),
                    "on".equals(row.read(TEXT, 4))))
        .orElseThrow();
  }

  /**
   * Whether the process that answers is the one that the connection was made to. A pooler gives its
   * clients a number of its own making.
   */
  public boolean isBehind(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID() == pid;
  }

  /** Whether nothing can be written. */
  public boolean takesNoWrites() {
    return standby || readOnly;
  }

  private static Field<String> setting(String setting) {
    return call("current_setting", SQLDataType.VARCHAR, inline(setting), inline(true));
  }

  private static <T> Field<T> call(
      String function, DataType<T> type, Field<?>... arguments) {
    return function(name("pg_catalog", function), type, arguments);
  }
}
