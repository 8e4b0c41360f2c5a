package io.zkpersona.storage.transaction;

import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction runs. Immutable; each method returns a changed copy.
 *
 * @param isolation how far it is kept from others, {@link Isolation#READ_COMMITTED} by default
 * @param access whether it may write, {@link Access#READ_WRITE} by default
 * @param retries how often the whole block is repeated after a serialization failure or a deadlock,
 *     0 to 100, 0 by default
 * @param deadline how long it may take in all, retries included, a millisecond to a day; null, by
 *     default, if only its statements are limited
 */
public record TransactionOptions(
    Isolation isolation, Access access, int retries, @Nullable Duration deadline) {

  private static final int MOST_RETRIES = 100;
  private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(1);
  private static final Duration LONGEST_DEADLINE = Duration.ofDays(1);
  private static final TransactionOptions DEFAULTS =
      new TransactionOptions(Isolation.READ_COMMITTED, Access.READ_WRITE, 0, null);

  /** Whether a transaction may write. */
  public enum Access {
    /** It may. */
    READ_WRITE,
    /** A write is refused by the server. */
    READ_ONLY
  }

  /**
   * Checks the options.
   *
   * @throws ValidationException if {@code retries} or {@code deadline} is out of its range
   */
  public TransactionOptions {
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(access, "access");
    if (retries < 0 || retries > MOST_RETRIES) {
      throw new ValidationException("retries", retries + " (expected: 0.." + MOST_RETRIES + ")");
    }
    if (deadline != null
        && (deadline.compareTo(SHORTEST_DEADLINE) < 0
            || deadline.compareTo(LONGEST_DEADLINE) > 0)) {
      throw new ValidationException(
          "deadline",
          deadline + " (expected: " + SHORTEST_DEADLINE + ".." + LONGEST_DEADLINE + ")");
    }
  }

  /**
   * Read committed, read-write, no retries.
   *
   * @return the defaults
   */
  public static TransactionOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets the isolation.
   *
   * @param isolation how far the transaction is kept from others
   * @return a changed copy
   */
  public TransactionOptions isolation(Isolation isolation) {
    return new TransactionOptions(isolation, access, retries, deadline);
  }

  /**
   * Makes the transaction read-only.
   *
   * @return a changed copy
   */
  public TransactionOptions readOnly() {
    return new TransactionOptions(isolation, Access.READ_ONLY, retries, deadline);
  }

  /**
   * Repeats the whole block after a serialization failure or a deadlock, after a short random
   * pause. What the block did outside the database is repeated too, so this is off by default.
   *
   * @param retries how often at most, 0 to 100
   * @return a changed copy
   * @throws ValidationException if {@code retries} is outside 0 to 100
   */
  public TransactionOptions retries(int retries) {
    return new TransactionOptions(isolation, access, retries, deadline);
  }

  /**
   * Bounds the whole transaction: the wait for a connection, every statement, the block's own work
   * between them, and all retries with their pauses. Past the deadline a running statement is
   * cancelled, nothing more is sent, and nothing is committed; {@link
   * io.zkpersona.domain.error.DeadlineExceededException} names the deadline. Where the server does
   * not answer within a second after that, the connection is given up; so is one whose commit is on
   * its way then, which comes out as {@link io.zkpersona.domain.error.OutcomeUnknownException}.
   *
   * @param deadline how long it may take in all, a millisecond to a day
   * @return a changed copy
   * @throws ValidationException if {@code deadline} is null or out of its range
   */
  public TransactionOptions deadline(Duration deadline) {
    if (deadline == null) {
      throw new ValidationException("deadline", "null (expected: a value)");
    }
    return new TransactionOptions(isolation, access, retries, deadline);
  }
}
