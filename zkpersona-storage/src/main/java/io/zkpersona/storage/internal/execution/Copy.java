package io.zkpersona.storage.internal.execution;

import static org.jooq.impl.DSL.keyword;

import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.mapping.BinaryWriter;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.CustomQueryPart;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * Sends rows with PostgreSQL's COPY in binary format. jOOQ has no COPY statement; it renders this
 * one from keywords and its own names, so that table and columns are named as in all other
 * statements.
 */
public final class Copy {

  private static final long NOT_SENT = -1;

  private Copy() {}

  /** Writes the rows, without header and trailer. */
  @FunctionalInterface
  public interface Rows {

    /** Writes all rows. */
    void writeTo(BinaryWriter out) throws SQLException;
  }

  /** Declares the statement that takes rows of these columns, in this order. */
  public static Statement<None, Void> into(Table<?> table, List<? extends Field<?>> columns) {
    return Statement.<None>changing("copy", in -> statement(table, columns)).inserting();
  }

  private static QueryPart statement(Table<?> table, List<? extends Field<?>> columns) {
    return CustomQueryPart.of(
        context -> {
          context.visit(keyword("copy")).sql(' ').visit(table);
          String separator = " (";
          for (Field<?> column : columns) {
            context.sql(separator).visit(column.getUnqualifiedName());
            separator = ", ";
          }
          context.sql(") ").visit(keyword("from stdin")).sql(" (");
          context.visit(keyword("format binary")).sql(')');
        });
  }

  /**
   * Sends rows, unless the connection hides the driver's connection, which COPY needs.
   *
   * @return whether the rows were sent
   */
  public static boolean send(
      SqlExecutor on, String operation, Statement<None, Void> statement, Rows rows) {
    String sql = on.textOf(statement);
    return on.write(
            operation,
            on.touchedBy(statement),
            connection ->
                connection.isWrapperFor(BaseConnection.class)
                    ? sent(connection, sql, rows)
                    : NOT_SENT)
        != NOT_SENT;
  }

  private static long sent(Connection connection, String sql, Rows rows) throws SQLException {
    CopyIn copy = new CopyManager(connection.unwrap(BaseConnection.class)).copyIn(sql);
    try {
      BinaryWriter out = new BinaryWriter((bytes, length) -> copy.writeToCopy(bytes, 0, length));
      rows.writeTo(out);
      out.end();
      return copy.endCopy();
    } catch (Throwable failure) {
      cancel(copy, failure);
      throw failure;
    }
  }

  /** Cancels the COPY: until it ends, the connection accepts no other statement. */
  private static void cancel(CopyIn copy, Throwable failure) {
    if (copy.isActive()) {
      try {
        copy.cancelCopy();
      } catch (SQLException e) {
        failure.addSuppressed(ErrorTranslator.translate(e));
      }
    }
  }
}
