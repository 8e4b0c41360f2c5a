package io.zkpersona.storage.internal.replica;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.when;

import io.zkpersona.storage.internal.execution.DirectCall;
import io.zkpersona.storage.internal.execution.TransactionId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.SelectQuery;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultDataType;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The state of a server, as a session told it.
 *
 * @param server the server, as long as it runs
 * @param standby whether it replays the log of another one
 * @param timeline the timeline of its log; on a standby one that it has certainly reached
 * @param position the end of its log: as inserted on a primary, as replayed on a standby
 * @param at when it was asked, as {@link System#nanoTime} counts, before the question was sent
 */
record Sight(Server server, boolean standby, int timeline, long position, long at) {

  /**
   * A running server. After a crash a standby may replay its log from an earlier position, under
   * the same start time, but then all connections to it are gone.
   *
   * @param system the system identifier of its cluster
   * @param database the id of the database that the session is in, the same on all servers
   * @param started its start time
   */
  record Server(long system, long database, String started) {}

  private static final int HEX = 16;
  private static final DataType<Object> LSN =
      new DefaultDataType<>(SQLDialect.POSTGRES, Object.class, "pg_lsn");

  /** Rendered when the first replica is watched. */
  private static final class Sql {

    private static final String ASK = ask();

    private static String ask() {
      Condition standby = DSL.condition(call("pg_is_in_recovery", SQLDataType.BOOLEAN));
      SelectQuery<?> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
      query.addSelect(
          List.<SelectFieldOrAsterisk>of(
              call("pg_backend_pid", SQLDataType.INTEGER),
              field(standby),
              when(standby, position("pg_last_wal_replay_lsn"))
                  .otherwise(position("pg_current_wal_insert_lsn")),
              when(standby, call("to_hex", SQLDataType.VARCHAR, reachedTimeline()))
                  .otherwise(TransactionId.timelineNow()),
              member("pg_control_system", "system_identifier", SQLDataType.BIGINT),
              field(database()),
              call("pg_postmaster_start_time", SQLDataType.TIMESTAMPWITHTIMEZONE)
                  .cast(SQLDataType.VARCHAR)));
      return DSL.using(SQLDialect.POSTGRES).renderInlined(query);
    }

    private static Select<Record1<Long>> database() {
      return DSL.using(SQLDialect.POSTGRES)
          .select(DSL.field(name("oid")).cast(SQLDataType.BIGINT))
          .from(name("pg_catalog", "pg_database"))
          .where(DSL.field(name("datname")).eq(call("current_database", SQLDataType.OTHER)));
    }

    private static Field<Long> position(String function) {
      return call(
              "pg_wal_lsn_diff", SQLDataType.NUMERIC, call(function, LSN), inline("0/0").cast(LSN))
          .cast(SQLDataType.BIGINT);
    }

    /**
     * Returns the latest timeline among those that the standby has certainly reached: by its last
     * restart point, by its minimum recovery point, and by its connection to the primary, which
     * only a role with pg_read_all_stats sees. A primary's WAL is accepted only where it continues
     * what was replayed.
     */
    private static Field<Integer> reachedTimeline() {
      return greatest(
          member("pg_control_checkpoint", "timeline_id", SQLDataType.INTEGER),
          member("pg_control_recovery", "min_recovery_end_timeline", SQLDataType.INTEGER),
          member("pg_stat_get_wal_receiver", "received_tli", SQLDataType.INTEGER));
    }

    private static <T> Field<T> call(String function, DataType<T> type, Field<?>... arguments) {
      return function(name("pg_catalog", function), type, arguments);
    }

    /** Returns a member of the row that a function returns, which jOOQ has no expression for. */
    private static <T> Field<T> member(String function, String member, DataType<T> type) {
      Field<T> row = call(function, type);
      return CustomField.of(
          member, type, context -> context.sql('(').visit(row).sql(").").visit(name(member)));
    }
  }

  /** An answer, and the process that gave it. */
  record Answer(int process, Sight sight) {}

  /** Asks a session as {@link #of(Connection)} does, and waits for its answer for so long. */
  static @Nullable Sight of(Connection connection, Duration patience) throws SQLException {
    return Patience.limit(connection, patience, Sight::of);
  }

  /**
   * Asks a session, in one round trip.
   *
   * @return what it told; null if the answer may come from another session than the next one, or
   *     nobody can know because the driver's connection is hidden
   */
  static @Nullable Sight of(Connection connection) throws SQLException {
    if (!connection.isWrapperFor(PGConnection.class)) {
      return null;
    }
    Answer answer = ask(connection);
    return connection.unwrap(PGConnection.class).getBackendPID() == answer.process
        ? answer.sight
        : null;
  }

  /** Asks whichever session answers. */
  static Answer ask(Connection connection) throws SQLException {
    long now = System.nanoTime();
    return DirectCall.row(connection, Sql.ASK, row -> answer(row, now));
  }

  private static Answer answer(ResultSet row, long now) throws SQLException {
    int column = 0;
    int process = row.getInt(++column);
    boolean standby = row.getBoolean(++column);
    long position = row.getLong(++column);
    String timeline = Objects.requireNonNullElse(row.getString(++column), "0");
    long system = row.getLong(++column);
    Server server = new Server(system, row.getLong(++column), row.getString(++column));
    return new Answer(
        process,
        new Sight(server, standby, Integer.parseUnsignedInt(timeline, HEX), position, now));
  }
}
