package io.zkpersona.storage.internal.execution;

import io.zkpersona.storage.internal.query.Portable;
import io.zkpersona.storage.internal.query.Rendered;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * One execution of a statement. The statement is sent in one text together with what encloses it:
 * the opening of a transaction in a shared session, begin and commit around several parts, a
 * savepoint for an atomic statement inside a transaction, and the commit after the last statement
 * of a transaction. Only the statement's own result is visible.
 */
final class StatementCall implements AutoCloseable {

  private static final String SEPARATOR = "; ";

  /**
   * The texts around statements with several parts, rendered when the first one runs. Without begin
   * and commit the parts would be one transaction only while the driver sends them in one message:
   * it splits them in simple query mode, and when it expects long rows.
   */
  private static final class InTransaction {

    private static final String BEGIN = Opening.text(Portable.begin()) + SEPARATOR;
    private static final String COMMIT = SEPARATOR + Opening.text(Portable.commit());
    private static final String UNDO = Opening.text(DSL.rollback());

    private InTransaction() {}
  }

  /** The texts around an atomic statement, rendered when the first one runs in a transaction. */
  private static final class InSavepoint {

    private static final String NAME = "zkpersona_statement";
    private static final String SET = Opening.text(Portable.savepoint(NAME)) + SEPARATOR;
    private static final String RELEASE = SEPARATOR + Opening.text(Portable.releaseSavepoint(NAME));
    private static final String UNDO = Opening.text(Portable.rollbackTo(NAME)) + RELEASE;

    private InSavepoint() {}
  }

  /** The text around a statement. */
  private enum Enclosure {
    NONE,
    TRANSACTION,
    SAVEPOINT,
    COMMIT;

    static Enclosure of(Connection connection, Rendered<?, ?> rendered, @Nullable Opening opening)
        throws SQLException {
      if (!connection.getAutoCommit()) {
        return rendered.isAtomic() ? SAVEPOINT : NONE;
      }
      return rendered.parts() > 1 && opening == null ? TRANSACTION : NONE;
    }

    String enclose(String sql) {
      return switch (this) {
        case NONE -> sql;
        case TRANSACTION -> InTransaction.BEGIN + sql + InTransaction.COMMIT;
        case SAVEPOINT -> InSavepoint.SET + sql + InSavepoint.RELEASE;
        case COMMIT -> sql + InTransaction.COMMIT;
      };
    }

    int resultsBefore() {
      return this == TRANSACTION || this == SAVEPOINT ? 1 : 0;
    }
  }

  private final Connection connection;
  private final PreparedStatement statement;
  private final @Nullable Opening opening;
  private final Enclosure enclosure;
  private final boolean whole;
  private final int resultsBefore;
  private boolean sent;
  private boolean done;

  private StatementCall(
      Connection connection,
      Rendered<?, ?> rendered,
      @Nullable Opening opening,
      Enclosure enclosure)
      throws SQLException {
    this.connection = connection;
    this.opening = opening;
    this.enclosure = enclosure;
    this.whole = opening != null && connection.getAutoCommit();
    this.resultsBefore =
        rendered.parts()
            - 1
            + enclosure.resultsBefore()
            + (opening == null ? 0 : opening.resultsBefore(whole));
    String sql = enclosure.enclose(rendered.sql());
    this.statement =
        connection.prepareStatement(opening == null ? sql : opening.wholeOf(sql, whole));
  }

  static StatementCall prepare(Connection connection, Rendered<?, ?> rendered) throws SQLException {
    Opening opening = Opening.needed(connection);
    return prepare(connection, rendered, opening, Enclosure.of(connection, rendered, opening));
  }

  /** Prepares the last statement of a transaction, which is sent together with the commit. */
  static StatementCall prepareLast(Connection connection, Rendered<?, ?> rendered)
      throws SQLException {
    return prepare(connection, rendered, Opening.needed(connection), Enclosure.COMMIT);
  }

  private static StatementCall prepare(
      Connection connection,
      Rendered<?, ?> rendered,
      @Nullable Opening opening,
      Enclosure enclosure)
      throws SQLException {
    StatementCall call = new StatementCall(connection, rendered, opening, enclosure);
    if (rendered.isPlannedEachTime() && call.statement.isWrapperFor(PGStatement.class)) {
      // The server keeps plans of named statements only.
      call.statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
    return call;
  }

  <P> void bind(Rendered<P, ?> rendered, P values) throws SQLException {
    rendered.bind(statement, values);
  }

  /** Runs a statement that returns rows. */
  ResultSet query() throws SQLException {
    if (isAlone()) {
      return statement.executeQuery();
    }
    execute(resultsBefore);
    return Objects.requireNonNull(statement.getResultSet());
  }

  /** Runs a statement that returns no rows; returns the number of rows it changed. */
  int update() throws SQLException {
    if (isAlone()) {
      return statement.executeUpdate();
    }
    execute(resultsBefore);
    return statement.getUpdateCount();
  }

  private boolean isAlone() {
    return opening == null && enclosure == Enclosure.NONE && resultsBefore == 0;
  }

  /** Runs parts that return no rows; returns the number of rows that each of them changed. */
  List<Integer> updates(int parts) throws SQLException {
    execute(resultsBefore - (parts - 1));
    List<Integer> changed = new ArrayList<>(parts);
    changed.add(statement.getUpdateCount());
    while (changed.size() < parts) {
      statement.getMoreResults();
      changed.add(statement.getUpdateCount());
    }
    return changed;
  }

  /** Runs the statement and passes over the first results. */
  private void execute(int results) throws SQLException {
    sent = true;
    try {
      statement.execute();
    } catch (SQLException e) {
      throw opening == null ? e : Opening.refused(e);
    }
    done = true;
    for (int i = results; i > 0; i--) {
      statement.getMoreResults();
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      statement.close();
    } finally {
      if (sent && !done) {
        undo();
      }
    }
  }

  /** Ends what the text began, if the statement has failed on the server. */
  private void undo() throws SQLException {
    if (whole && opening != null) {
      Opening.endFailed(connection);
    } else if (!connection.isClosed()) {
      switch (enclosure) {
        case TRANSACTION -> execute(InTransaction.UNDO);
        case SAVEPOINT -> execute(InSavepoint.UNDO);
        case NONE, COMMIT -> {
          // The caller ends its transaction.
        }
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement undo = connection.createStatement()) {
      undo.execute(sql);
    }
  }
}
