package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.DeadlineExceededException;
import io.zkpersona.storage.error.DistributedSchemaException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.error.Constraints.Target;
import io.zkpersona.storage.internal.error.SqlStates.Kind;
import io.zkpersona.storage.internal.error.SqlStates.Meaning;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Translates the driver's exceptions into the domain's, by SQLSTATE (PostgreSQL documentation,
 * appendix "PostgreSQL Error Codes") and constraint name. The driver's text is never passed on.
 */
public final class ErrorTranslator {

  private static final String FOREIGN_KEY = "23503";
  private static final String RESTRICT = "23001";
  private static final String CANCELLED = "57014";
  private static final String FEATURE_NOT_SUPPORTED = "0A000";

  /** The server functions that reject a cached plan whose result type has changed. */
  private static final Set<String> STALE_PLAN = Set.of("RevalidateCachedQuery", "RI_PlanCheck");

  private ErrorTranslator() {}

  /** Translates a driver's exception; the cause of the result has no text of the driver. */
  public static ZkPersonaException translate(SQLException thrown) {
    return translate(thrown, Failing.of(Moment.SENT));
  }

  /**
   * Translates a driver's exception, as {@link #translate(SQLException)} does, with details of the
   * call.
   */
  public static ZkPersonaException translate(SQLException thrown, Failing call) {
    SQLException original = rootOf(thrown);
    ErrorNames names = names(original);
    String state = names.state(original.getSQLState());
    SanitizedSqlException cause = SanitizedSqlException.of(original);
    if (original instanceof SQLTransientConnectionException && state == null) {
      return new DatabaseUnavailableException(
          "no connection became free in time (expected: within DB_CONNECT_TIMEOUT_SECS; raise"
              + " DB_MAX_CONNECTIONS or hold connections for a shorter time)",
          null,
          cause);
    }
    if (call.moment() == Moment.CONNECTING && original.getCause() instanceof InterruptedException) {
      return new DatabaseUnavailableException(
          "the thread was interrupted while it waited for a connection", null, cause);
    }
    if (state == null) {
      return new DatabaseException("the database call failed", null, null, cause);
    }
    Meaning meaning = SqlStates.find(state);
    if (meaning == null) {
      return byState(original, names, state, cause);
    }
    if (call.moment().mayHaveCommitted() && !meaning.isNothingKept(original)) {
      return new OutcomeUnknownException(call.trace(), state, cause);
    }
    Duration overdue = call.overdue();
    if (overdue != null && (CANCELLED.equals(state) || meaning.kind() == Kind.UNAVAILABLE)) {
      return new DeadlineExceededException(overdue, state, cause);
    }
    return byMeaning(meaning, state, call, cause);
  }

  private static ZkPersonaException byMeaning(
      Meaning meaning, String state, Failing call, SanitizedSqlException cause) {
    String message = meaning.message();
    return switch (meaning.kind()) {
      case UNAVAILABLE -> new DatabaseUnavailableException(message, state, cause);
      case TIMEOUT -> new StatementTimeoutException(message, state, cause);
      case CONFLICT -> TransactionException.conflict(message, state, cause);
      case TRANSACTION -> new TransactionException(message, state, cause);
      case READ_ONLY ->
          call.readOnly()
              ? new TransactionException(message, state, cause)
              : new DatabaseUnavailableException(
                  "the session is read-only: the server is a standby, or was made read-only"
                      + " (expected: the primary; with several hosts, targetServerType=primary in"
                      + " the URL finds it)",
                  state,
                  cause);
      case DATABASE ->
          new DatabaseException(message + " (SQLSTATE " + state + ")", state, null, cause);
    };
  }

  /**
   * Translates the failure of a DELETE of a row that is still referenced. The server reports it
   * like a reference to a missing row, so only the type of statement distinguishes the two.
   *
   * @return the error; null if the DELETE failed for another reason
   */
  public static @Nullable StillReferencedException stillReferenced(SQLException thrown) {
    SQLException original = rootOf(thrown);
    ErrorNames names = names(original);
    String state = names.state(original.getSQLState());
    if (!FOREIGN_KEY.equals(state) && !RESTRICT.equals(state)) {
      return null;
    }
    String constraint = names.constraint();
    Target target = names.target();
    return new StillReferencedException(
        target.entityType(), target.field(), constraint, state, SanitizedSqlException.of(original));
  }

  /** Checks the server function, since the SQLSTATE is that of any unsupported feature. */
  private static boolean isOfStalePlan(@Nullable ServerErrorMessage server) {
    String routine = server == null ? null : server.getRoutine();
    return routine != null && STALE_PLAN.contains(routine);
  }

  /** Tells whether a statement failed only because a table was altered after it was prepared. */
  public static boolean isOfStalePlan(SQLException thrown) {
    return FEATURE_NOT_SUPPORTED.equals(thrown.getSQLState())
        && isOfStalePlan(serverMessage(rootOf(thrown)));
  }

  private static @Nullable ServerErrorMessage serverMessage(SQLException original) {
    return original instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
  }

  private static ErrorNames names(SQLException original) {
    return ErrorNames.of(serverMessage(original));
  }

  private static ZkPersonaException byState(
      SQLException original, ErrorNames names, String state, SanitizedSqlException cause) {
    ServerErrorMessage server = serverMessage(original);
    String constraint = names.constraint();
    Target target = names.target();
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
      // The caller knows which proof it was, and explains it.
      case "23514" ->
          Constraints.isOfNullifiers(constraint)
              ? new NullifierSpentException(null, 0)
              : invalid(target.field(), "rejected by a check constraint of the database", cause);
      case "23502" -> invalid(Naming.component(names.column()), "null (expected: a value)", cause);
      case "22001" -> invalid("a text", "longer than its column", cause);
      case "22003" -> invalid("a number", "larger than its column", cause);
      case "22P02", "22P05", "22021", "22007", "22008" ->
          invalid("a value", "not valid for the type of its column", cause);
      case FEATURE_NOT_SUPPORTED ->
          isOfStalePlan(server)
              ? TransactionException.conflict(
                  "a table was altered while a statement on it was prepared (expected: an unchanged"
                      + " table; run the whole transaction again)",
                  state,
                  cause)
              : byClass(state, cause);
      case "42501" -> MissingRights.of(server, state, cause);
      case "42P01" ->
          rejected(
              "the statement names a table that does not exist (expected: an existing one; check()"
                  + " tells which of the library's are missing, and a tenant that was dropped has"
                  + " none)",
              state,
              cause);
      case "ZK004" -> new DistributedSchemaException(cause);
      case "ZK201" ->
          rejected(
              "the setting zkpersona.actor holds no UUID (expected: the UUID of the actor, or an"
                  + " empty text)",
              state,
              cause);
      case "ZK203" ->
          rejected(
              "a table whose changes are recorded can't be truncated, which would leave no trace"
                  + " (expected: a deletion of its rows, or stopRecording before)",
              state,
              cause);
      default -> byClass(state, cause);
    };
  }

  private static ZkPersonaException byClass(String state, SanitizedSqlException cause) {
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "28" ->
          new DatabaseUnavailableException(
              "the database server rejected the role or its password", state, cause);
      default -> rejected("the database rejected the statement", state, cause);
    };
  }

  private static DatabaseException rejected(
      String message, String state, SanitizedSqlException cause) {
    return new DatabaseException(message + " (SQLSTATE " + state + ")", state, null, cause);
  }

  private static ValidationException invalid(
      String field, String rule, SanitizedSqlException cause) {
    ValidationException exception = new ValidationException(field, rule);
    exception.initCause(cause);
    return exception;
  }

  /** Returns the server's error, which the driver chains behind its summary of a batch. */
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
