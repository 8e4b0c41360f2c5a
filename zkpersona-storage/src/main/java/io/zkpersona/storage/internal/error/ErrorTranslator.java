package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.DatabaseUnavailableException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.DuplicateStatementException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.StatementTimeoutException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.error.Constraints.Target;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Makes the domain's exceptions of the driver's, by SQLSTATE (PostgreSQL documentation, appendix
 * "PostgreSQL Error Codes") and constraint name. The driver's text goes nowhere.
 */
public final class ErrorTranslator {

  private static final String FOREIGN_KEY = "23503";
  private static final String RESTRICT = "23001";

  private ErrorTranslator() {}

  /** The domain's exception for a driver's, with a cause that has no text of the driver's. */
  public static ZkPersonaException translate(SQLException thrown) {
    SQLException original = rootOf(thrown);
    String state = original.getSQLState();
    SanitizedSqlException cause = SanitizedSqlException.of(original);
    if (original instanceof SQLTransientConnectionException && state == null) {
      return new DatabaseUnavailableException(
          "no connection became free in time (expected: within DB_CONNECT_TIMEOUT_SECS; "
              + "raise DB_MAX_CONNECTIONS or hold connections for less long)",
          null,
          cause);
    }
    if (original.getCause() instanceof InterruptedException) {
      return new DatabaseUnavailableException(
          "the thread was interrupted while it waited for a connection", null, cause);
    }
    if (state == null) {
      return new DatabaseException("the database call failed", null, null, cause);
    }
    return byState(original, state, cause);
  }

  /**
   * As {@link #translate}, of what a DELETE threw. The server says the same of a reference that
   * leads nowhere and of one that what is deleted would leave behind.
   */
  public static ZkPersonaException translateDelete(SQLException thrown) {
    SQLException original = rootOf(thrown);
    String state = original.getSQLState();
    if (!FOREIGN_KEY.equals(state) && !RESTRICT.equals(state)) {
      return translate(thrown);
    }
    String constraint = constraint(serverMessage(original));
    Target target = target(serverMessage(original));
    return new StillReferencedException(
        target.entityType(), target.field(), constraint, state, SanitizedSqlException.of(original));
  }

  private static @Nullable ServerErrorMessage serverMessage(SQLException original) {
    return original instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
  }

  private static @Nullable String constraint(@Nullable ServerErrorMessage server) {
    return server == null ? null : server.getConstraint();
  }

  private static Target target(@Nullable ServerErrorMessage server) {
    String constraint = constraint(server);
    return Constraints.find(constraint, server == null ? null : server.getTable())
        .orElse(new Target("row", constraint == null ? "a value" : constraint));
  }

  private static ZkPersonaException byState(
      SQLException original, String state, SanitizedSqlException cause) {
    ServerErrorMessage server = serverMessage(original);
    String constraint = constraint(server);
    Target target = target(server);
    return switch (state) {
      case "23505" ->
          Constraints.isOfStatements(constraint)
              ? new DuplicateStatementException(null, constraint, state, cause)
              : new DuplicateEntityException(
                  target.entityType(), target.field(), constraint, state, cause);
      case "23P01" ->
          DuplicateEntityException.overlap(
              target.entityType(), target.field(), constraint, state, cause);
      case FOREIGN_KEY ->
          new MissingReferenceException(
              target.entityType(), target.field(), constraint, state, cause);
      case "23514" -> invalid(target.field(), "refused by the database's check of it", cause);
      case "23502" -> invalid(Naming.component(column(server)), "null (expected: a value)", cause);
      case "22001" -> invalid("a text", "longer than its column", cause);
      case "22003" -> invalid("a number", "larger than its column", cause);
      case "22P02", "22P05", "22021", "22007", "22008" ->
          invalid("a value", "not one that its column's type can hold", cause);
      case "40001", "40P01" ->
          TransactionException.conflict(
              "concurrent transactions got in each other's way and this one was rolled back "
                  + "(expected: the whole transaction is run again)",
              state,
              cause);
      case "25006" -> new TransactionException("a write in a read-only transaction", state, cause);
      case "25P02" ->
          new TransactionException(
              "an earlier statement of this transaction failed (expected: it is rolled back, or "
                  + "the failing part runs in a nested transaction)",
              state,
              cause);
      case "57014" ->
          new StatementTimeoutException(
              "the statement was cancelled (expected: done within DB_STATEMENT_TIMEOUT_MS)",
              state,
              cause);
      case "55P03" ->
          new StatementTimeoutException(
              "a row or table stayed locked (expected: free within DB_LOCK_TIMEOUT_MS)",
              state,
              cause);
      case "42501" -> MissingRights.of(server, state, cause);
      default -> byClass(state, cause);
    };
  }

  private static ZkPersonaException byClass(String state, SanitizedSqlException cause) {
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "08" ->
          new DatabaseUnavailableException(
              "the connection to the database broke or could not be made", state, cause);
      case "53" ->
          new DatabaseUnavailableException(
              "the database server is out of resources (SQLSTATE " + state + ")", state, cause);
      case "57" ->
          new DatabaseUnavailableException(
              "the database server is going down or coming up", state, cause);
      case "28" ->
          new DatabaseUnavailableException(
              "the database server refused the role or its password", state, cause);
      default ->
          new DatabaseException(
              "the database refused the statement (SQLSTATE " + state + ")", state, null, cause);
    };
  }

  private static ValidationException invalid(
      String field, String rule, SanitizedSqlException cause) {
    ValidationException exception = new ValidationException(field, rule);
    exception.initCause(cause);
    return exception;
  }

  private static String column(@Nullable ServerErrorMessage server) {
    String column = server == null ? null : server.getColumn();
    return column == null ? "a value" : column;
  }

  /** What the server said of a batch is chained behind the driver's summary of it. */
  private static SQLException rootOf(SQLException thrown) {
    if (thrown instanceof BatchUpdateException && thrown.getNextException() != null) {
      return thrown.getNextException();
    }
    if (thrown.getCause() instanceof SQLException cause && thrown.getSQLState() == null) {
      return cause;
    }
    return thrown;
  }
}
