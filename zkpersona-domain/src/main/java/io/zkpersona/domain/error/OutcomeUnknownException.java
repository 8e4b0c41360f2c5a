package io.zkpersona.domain.error;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A write, or the commit of a transaction that wrote, was sent and the connection broke before the
 * answer came: it was done once or not at all, and nobody here knows which. {@code
 * DatabaseManager.outcomeOf} asks the database; the documentation of each method says what a repeat
 * of it does.
 */
public class OutcomeUnknownException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  private final WriteTrace trace;

  /**
   * The answer to a write was lost.
   *
   * @param trace what was fixed before it was sent
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param cause what led to it, free of personal data; null if unknown
   */
  public OutcomeUnknownException(
      WriteTrace trace, @Nullable String sqlState, @Nullable Throwable cause) {
    super(
        ErrorCode.OUTCOME_UNKNOWN,
        trace.operation()
            + ": the connection broke before the answer came (expected: an answer; it was done once"
            + " or not at all: ask outcomeOf before repeating it)",
        sqlState,
        null,
        cause);
    this.trace = trace;
  }

  /** What was fixed before the write was sent, to find out by. */
  public final WriteTrace trace() {
    return trace;
  }

  /**
   * The same error that names the rows that were to be inserted, unless it names some already.
   *
   * @param entityType the rows' type
   * @param ids the rows' ids
   */
  public final OutcomeUnknownException withRows(String entityType, List<UUID> ids) {
    return trace.ids().isEmpty() ? with(trace.withRows(entityType, ids)) : this;
  }

  /**
   * The same error that names one row of those that were to be inserted.
   *
   * @param id the row's id
   */
  public final OutcomeUnknownException ofRow(UUID id) {
    return with(
        new WriteTrace(
            trace.operation(),
            trace.entityType(),
            trace.entityType() == null ? List.of() : List.of(id),
            trace.transactionId(),
            trace.timeline(),
            trace.process()));
  }

  private OutcomeUnknownException with(WriteTrace other) {
    OutcomeUnknownException copy =
        new OutcomeUnknownException(other, sqlState().orElse(null), getCause());
    copy.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      copy.addSuppressed(suppressed);
    }
    return copy;
  }
}
