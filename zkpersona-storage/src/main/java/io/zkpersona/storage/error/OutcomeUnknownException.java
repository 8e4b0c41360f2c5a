package io.zkpersona.storage.error;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ErrorCode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the connection breaks after a write, or the commit of a transaction that wrote, was
 * sent and before the answer arrives. The write happened once or not at all, and the client cannot
 * tell which. {@code DatabaseManager.outcomeOf} asks the database; each method documents the effect
 * of repeating it.
 */
public class OutcomeUnknownException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  private final WriteTrace trace;

  /**
   * Creates the exception for a lost answer.
   *
   * @param trace the evidence recorded before the write was sent
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  public OutcomeUnknownException(
      WriteTrace trace, @Nullable String sqlState, @Nullable Throwable cause) {
    super(
        ErrorCode.OUTCOME_UNKNOWN,
        trace.operation()
            + ": the connection was lost before the server answered (expected: an answer; the write"
            + " took effect once or not at all: call outcomeOf before repeating it)",
        sqlState,
        null,
        cause);
    this.trace = trace;
  }

  /** Returns the evidence recorded before the write was sent, for determining its outcome. */
  public final WriteTrace trace() {
    return trace;
  }

  /**
   * Returns a copy that names the rows to be inserted, or this exception if it already names rows.
   *
   * @param entityType the rows' type
   * @param ids the rows' ids
   */
  public final OutcomeUnknownException withRows(String entityType, List<UUID> ids) {
    return trace.ids().isEmpty() ? with(trace.withRows(entityType, ids)) : this;
  }

  /**
   * Returns a copy that names only one of the rows to be inserted.
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
