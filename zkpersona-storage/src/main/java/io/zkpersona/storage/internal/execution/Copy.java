package io.zkpersona.storage.internal.execution;

import static org.jooq.impl.DSL.keyword;

import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.mapping.BinaryWriter;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
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
 * Rows sent by PostgreSQL's COPY in its binary format. jOOQ has no such statement; it renders this
 * one of keywords and of the names that it knows, so that table and columns are what everything
 * else calls them.
 */
public final class Copy {

  private Copy() {}

  /** Writes the rows, without their beginning and their end. */
  @FunctionalInterface
  public interface Rows {

    /** Writes all of them. */
    void writeTo(BinaryWriter out) throws SQLException;
  }

  /** The statement that takes rows of these columns, in this order, kept under a key. */
  public static SqlShape into(
      SqlShapes shapes, Object key, Table<?> table, List<? extends Field<?>> columns) {
    return shapes.get(key, params -> statement(table, columns));
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
   * Sends rows, unless the connection hides the driver's own, of which alone it can be asked.
   *
   * @return whether they were sent
   */
  public static boolean send(SqlExecutor on, String operation, SqlShape statement, Rows rows) {
    return on.write(
        operation,
        connection ->
            connection.isWrapperFor(BaseConnection.class) && sent(connection, statement, rows));
  }

  private static boolean sent(Connection connection, SqlShape statement, Rows rows)
      throws SQLException {
    CopyIn copy = new CopyManager(connection.unwrap(BaseConnection.class)).copyIn(statement.sql());
    try {
      BinaryWriter out = new BinaryWriter((bytes, length) -> copy.writeToCopy(bytes, 0, length));
      rows.writeTo(out);
      out.end();
      copy.endCopy();
    } catch (Throwable failure) {
      cancel(copy, failure);
      throw failure;
    }
    return true;
  }

  /** Until it is ended, the connection does nothing else. */
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
