package io.zkpersona.domain.error;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call or a transaction was not done within the deadline that its caller gave it, and was given
 * up. Nothing of that transaction, or of that single call, was kept.
 */
public class DeadlineExceededException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  private final Duration deadline;

  /**
   * A deadline passed.
   *
   * @param deadline how much time there was in all
   * @param sqlState the five characters of SQLSTATE; null where nothing was sent any more
   * @param cause what was broken off, free of personal data; null if nothing was under way
   */
  public DeadlineExceededException(
      Duration deadline, @Nullable String sqlState, @Nullable Throwable cause) {
    super(
        ErrorCode.DEADLINE_EXCEEDED,
        "the deadline of "
            + Objects.requireNonNull(deadline, "deadline")
            + " passed (expected: done within it; allow more time, or do less at once)",
        sqlState,
        null,
        cause);
    this.deadline = deadline;
  }

  /** How much time there was in all. */
  public Duration deadline() {
    return deadline;
  }
}
