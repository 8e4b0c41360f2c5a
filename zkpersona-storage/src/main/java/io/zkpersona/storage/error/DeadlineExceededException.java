package io.zkpersona.storage.error;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ErrorCode;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a call or a transaction exceeds the deadline set by its caller and is abandoned.
 * Nothing of that transaction, or of that single call, was kept.
 */
public class DeadlineExceededException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  private final Duration deadline;

  /**
   * Creates the exception for an exceeded deadline.
   *
   * @param deadline the total time allowed
   * @param sqlState the five-character SQLSTATE; null if no further statement was sent
   * @param cause the interrupted operation's error, free of personal data; null if nothing was
   *     running
   */
  public DeadlineExceededException(
      Duration deadline, @Nullable String sqlState, @Nullable Throwable cause) {
    super(
        ErrorCode.DEADLINE_EXCEEDED,
        "the deadline of "
            + Objects.requireNonNull(deadline, "deadline")
            + " has passed (expected: completion within it; set a longer deadline, or do less work"
            + " within it)",
        sqlState,
        null,
        cause);
    this.deadline = deadline;
  }

  /** Returns the total time allowed. */
  public Duration deadline() {
    return deadline;
  }
}
