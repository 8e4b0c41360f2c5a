package io.zkpersona.storage.internal.execution;

import io.zkpersona.storage.internal.query.Rendered;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * One execution of a statement. The statement is sent in one text together with what encloses it:
 * the opening of a transaction in a shared session, and a savepoint for an atomic statement inside
 * a transaction. Only the statement's own result is visible.
 */
final class StatementCall implements AutoCloseable {

  /** The texts around an atomic statement, rendered when the first one runs in a transaction. */
  private static final class Savepoint {

    private static final String NAME = "zkpersona_statement";
    private static final String SEPARATOR = "; ";
    private static final String RELEASE = SEPARATOR + Opening.text(DSL.releaseSavepoint(NAME));
    private static final String SET = Opening.text(DSL.savepoint(NAME)) + SEPARATOR;
    private static final String UNDO = Opening.text(DSL.rollback().toSavepoint(NAME)) + RELEASE;

    private Savepoint() {}
  }

  private static final class Commit {

    private static final String AFTER = Savepoint.SEPARATOR + Opening.text(DSL.commit());

    private Commit() {}
  }

  private final Connection connection;
  private final PreparedStatement statement;
  private final @Nullable Opening opening;
  private final boolean whole;
  private final boolean inSavepoint;
  private final boolean alone;
  private final int resultsBefore;
  private boolean sent;
  private boolean done;

  private StatementCall(
      Connection connection,
      PreparedStatement statement,
      @Nullable Opening opening,
      boolean whole,
      boolean inSavepoint,
      boolean last,
      int resultsBefore) {
    this.connection = connection;
    this.statement = statement;
    this.opening = opening;
    this.whole = whole;
    this.inSavepoint = inSavepoint;
    this.alone = opening == null && !last && resultsBefore == 0;
    this.resultsBefore = resultsBefore;
  }

  /**
   * Tells whether a statement's parts take effect together only in an explicit transaction: outside
   * one, a driver in simple query mode sends each part in a message of its own. A connection that
   * hides the driver's may be in that mode.
   */
  static boolean needsTransaction(Connection connection, Rendered<?, ?> rendered)
      throws SQLException {
    return rendered.parts() > 1
        && connection.getAutoCommit()
        && !Opening.isShared(connection)
        && (!connection.isWrapperFor(BaseConnection.class)
            || connection.unwrap(BaseConnection.class).getPreferQueryMode()
                == PreferQueryMode.SIMPLE);
  }

  static StatementCall prepare(Connection connection, Rendered<?, ?> rendered) throws SQLException {
    return prepare(connection, rendered, "");
  }

  /** Prepares the last statement of a transaction, which is sent together with the commit. */
  static StatementCall prepareLast(Connection connection, Rendered<?, ?> rendered)
      throws SQLException {
    return prepare(connection, rendered, Commit.AFTER);
  }

  private static StatementCall prepare(Connection connection, Rendered<?, ?> rendered, String after)
      throws SQLException {
    boolean last = !after.isEmpty();
    Opening opening = Opening.needed(connection);
    boolean autoCommit = connection.getAutoCommit();
    boolean whole = opening != null && autoCommit;
    boolean inSavepoint = rendered.isAtomic() && !autoCommit && !last;
    String sql =
        inSavepoint ? Savepoint.SET + rendered.sql() + Savepoint.RELEASE : rendered.sql() + after;
    int resultsBefore = rendered.parts() - 1 + (inSavepoint ? 1 : 0);
    if (opening != null) {
      sql = opening.wholeOf(sql, whole);
      resultsBefore += opening.resultsBefore(whole);
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    if (rendered.isPlannedEachTime() && statement.isWrapperFor(PGStatement.class)) {
      // The server keeps plans of named statements only.
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
    return new StatementCall(
        connection, statement, opening, whole, inSavepoint, last, resultsBefore);
  }

  <P> void bind(Rendered<P, ?> rendered, P values) throws SQLException {
    rendered.bind(statement, values);
  }

  /** Runs a statement that returns rows. */
  ResultSet query() throws SQLException {
    if (alone) {
      return statement.executeQuery();
    }
    execute();
    return Objects.requireNonNull(statement.getResultSet());
  }

  /** Runs a statement that returns no rows; returns the number of rows it changed. */
  int update() throws SQLException {
    if (alone) {
      return statement.executeUpdate();
    }
    execute();
    return statement.getUpdateCount();
  }

  private void execute() throws SQLException {
    sent = true;
    try {
      statement.execute();
    } catch (SQLException e) {
      throw opening == null ? e : Opening.refused(e);
    }
    done = true;
    for (int i = resultsBefore; i > 0; i--) {
      statement.getMoreResults();
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      statement.close();
    } finally {
      if (!done && whole && opening != null) {
        opening.endFailed(connection);
      }
      if (sent && !done && inSavepoint) {
        undo();
      }
    }
  }

  /** Returns to the savepoint, if the statement has failed on the server. */
  private void undo() throws SQLException {
    if (!connection.isClosed()) {
      try (Statement undo = connection.createStatement()) {
        undo.execute(Savepoint.UNDO);
      }
    }
  }
}
