package io.zkpersona.storage.internal.execution;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.SelectQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;

/**
 * Resets a lent session to the state in which it was connected: settings and role as defined by the
 * configuration, the role and the database; no temporary tables, advisory locks, LISTEN channels,
 * open cursors, or statements prepared with SQL.
 *
 * <p>{@code DISCARD ALL} would also drop the statements that the driver keeps prepared.
 */
public final class SessionReset {

  private static final String APPLICATION = "application_name";

  /** The order matters: the default role is that of the session user. */
  private static final String TEXT =
      "CLOSE ALL; RESET session_authorization; RESET role; RESET ALL; UNLISTEN *; DISCARD TEMP;"
          + " DISCARD SEQUENCES; ";

  private static final Field<Boolean> FROM_SQL = DSL.field(name("from_sql"), SQLDataType.BOOLEAN);
  private static final Field<String> STATEMENT = DSL.field(name("name"), SQLDataType.VARCHAR);

  private final String application;
  private final int prepareThreshold;
  private final int fetchSize;
  private final AutoSave autosave;

  private SessionReset(PGConnection driver) {
    this.application = Objects.requireNonNullElse(driver.getParameterStatus(APPLICATION), "");
    this.prepareThreshold = driver.getPrepareThreshold();
    this.fetchSize = driver.getDefaultFetchSize();
    this.autosave = driver.getAutosave();
  }

  /** Records, without a query, the state that a reset of the server's settings does not restore. */
  public static SessionReset before(Connection connection) throws SQLException {
    return new SessionReset(connection.unwrap(PGConnection.class));
  }

  /**
   * Resets the session outside a transaction, in one round trip unless SQL prepared statements.
   *
   * @throws SQLException if the reset fails; the connection is then unusable
   */
  public void apply(Connection connection) throws SQLException {
    PGConnection driver = connection.unwrap(PGConnection.class);
    driver.setPrepareThreshold(prepareThreshold);
    driver.setDefaultFetchSize(fetchSize);
    driver.setAutosave(autosave);
    try (Statement statement = connection.createStatement()) {
      for (String prepared : reset(statement)) {
        statement.execute("DEALLOCATE " + DSL.quotedName(prepared));
      }
    }
    // Drops the notifications that arrived while the connection was lent.
    driver.getNotifications();
  }

  /** Returns the names of the statements that SQL prepared, without the driver's own. */
  private List<String> reset(Statement statement) throws SQLException {
    boolean rows = statement.execute(TEXT + unlocking() + "; " + text(prepared(STATEMENT)));
    List<String> names = new ArrayList<>();
    while (rows || statement.getUpdateCount() >= 0) {
      names.clear();
      if (rows) {
        try (ResultSet result = statement.getResultSet()) {
          while (result.next()) {
            names.add(result.getString(1));
          }
        }
      }
      rows = statement.getMoreResults();
    }
    return names;
  }

  private String unlocking() {
    SelectQuery<?> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
    query.addSelect(
        List.<SelectFieldOrAsterisk>of(
            call("pg_advisory_unlock_all"),
            // The driver may have set it after connecting; RESET ALL loses that value.
            call("set_config", inline(APPLICATION), inline(application), inline(false))));
    return text(query);
  }

  private static SelectQuery<?> prepared(Field<?> field) {
    SelectQuery<?> query = DSL.using(SQLDialect.POSTGRES).selectQuery();
    query.addSelect(field);
    query.addFrom(table(name("pg_catalog", "pg_prepared_statements")));
    query.addConditions(FROM_SQL.isTrue());
    return query;
  }

  private static Field<Object> call(String function, Field<?>... arguments) {
    return function(name("pg_catalog", function), SQLDataType.OTHER, arguments);
  }

  private static String text(SelectQuery<?> query) {
    return DSL.using(SQLDialect.POSTGRES).renderInlined(query);
  }
}
