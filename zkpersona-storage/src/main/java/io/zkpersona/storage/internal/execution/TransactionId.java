package io.zkpersona.storage.internal.execution;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.SQLDialect;
import org.jooq.SelectQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The server's id of a transaction that wrote, and the timeline on which it is valid: after a
 * failover another transaction may get the same id.
 */
public record TransactionId(long value, String timeline) {

  private static final int TIMELINE_DIGITS = 8;

  /** Rendered at the first transaction that needs it. */
  private static final class Sql {

    private static final String IF_ASSIGNED =
        DSL.using(SQLDialect.POSTGRES)
            .renderInlined(
                selecting(
                    List.of(
                        builtin("pg_current_xact_id_if_assigned").cast(SQLDataType.VARCHAR),
                        timelineNow())));
  }

  private static SelectQuery<?> selecting(List<Field<String>> fields) {
    SelectQuery<?> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
    query.addSelect(fields);
    return query;
  }

  /** Returns the server's current timeline, as it appears at the start of its WAL file names. */
  public static Field<String> timelineNow() {
    return function(
        catalog("substr"),
        SQLDataType.VARCHAR,
        function(
            catalog("pg_walfile_name"), SQLDataType.VARCHAR, builtin("pg_current_wal_insert_lsn")),
        inline(1),
        inline(TIMELINE_DIGITS));
  }

  private static Field<Object> builtin(String function) {
    return function(catalog(function), SQLDataType.OTHER);
  }

  private static Name catalog(String function) {
    return name("pg_catalog", function);
  }

  /** Returns the id of a connection's open transaction; null if it has written nothing. */
  static @Nullable TransactionId of(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.IF_ASSIGNED);
        ResultSet result = statement.executeQuery()) {
      result.next();
      String id = result.getString(1);
      return id == null ? null : new TransactionId(Long.parseLong(id), result.getString(2));
    }
  }
}
