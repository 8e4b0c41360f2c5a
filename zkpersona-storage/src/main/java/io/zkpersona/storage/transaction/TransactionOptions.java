package io.zkpersona.storage.transaction;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.replica.Consistency;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Options of a transaction. Immutable; each method returns a changed copy.
 *
 * @param isolation the isolation level, {@link Isolation#READ_COMMITTED} by default
 * @param access the access mode, {@link Access#READ_WRITE} by default
 * @param retries how many times the whole block is retried after a serialization failure or a
 *     deadlock, 0 to 100, 0 by default
 * @param deadline the maximum total time, including retries, one millisecond to one day; null, the
 *     default, if only its statements are limited
 * @param reading how old its reads may be, {@link Consistency#primary} by default
 */
public record TransactionOptions(
    Isolation isolation,
    Access access,
    int retries,
    @Nullable Duration deadline,
    Consistency reading) {

  private static final int MOST_RETRIES = 100;
  private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(1);
  private static final Duration LONGEST_DEADLINE = Duration.ofDays(1);
  private static final TransactionOptions DEFAULTS =
      new TransactionOptions(
          Isolation.READ_COMMITTED, Access.READ_WRITE, 0, null, Consistency.primary());

  /** The access mode of a transaction. */
  public enum Access {
    /** The transaction may write. */
    READ_WRITE,
    /** The server rejects writes. */
    READ_ONLY
  }

  /**
   * Checks the options.
   *
   * @throws ValidationException if {@code isolation}, {@code access} or {@code reading} is null,
   *     {@code retries} or {@code deadline} is out of range, or replicas are allowed for a
   *     transaction that may write or is {@link Isolation#SERIALIZABLE}
   */
  public TransactionOptions {
    requireGiven("isolation", isolation);
    requireGiven("access", access);
    requireGiven("reading", reading);
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
    if (!reading.equals(Consistency.primary())) {
      requireReplicable(isolation, access);
    }
  }

  private static void requireReplicable(Isolation isolation, Access access) {
    if (access != Access.READ_ONLY) {
      throw new ValidationException(
          "reading",
          "from replicas in a transaction that may write (expected: readOnly(), or the primary)");
    }
    if (isolation == Isolation.SERIALIZABLE) {
      throw new ValidationException(
          "reading",
          "from replicas at SERIALIZABLE, which a replica does not have (expected: READ_COMMITTED"
              + " or REPEATABLE_READ, or the primary)");
    }
  }

  private static void requireGiven(String name, @Nullable Object value) {
    if (value == null) {
      throw new ValidationException(name, "null (expected: a value)");
    }
  }

  /**
   * Returns the defaults: read committed, read-write, no retries, no deadline.
   *
   * @return the defaults
   */
  public static TransactionOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets the isolation level.
   *
   * @param isolation the isolation level
   * @return a changed copy
   * @throws ValidationException if {@code isolation} is null
   */
  public TransactionOptions isolation(Isolation isolation) {
    return new TransactionOptions(isolation, access, retries, deadline, reading);
  }

  /**
   * Makes the transaction read-only.
   *
   * @return a changed copy
   */
  public TransactionOptions readOnly() {
    return new TransactionOptions(isolation, Access.READ_ONLY, retries, deadline, reading);
  }

  /**
   * Retries the whole block after a serialization failure or a deadlock, after a short random
   * pause. Effects of the block outside the database are repeated too, so this is off by default.
   *
   * @param retries the maximum number of retries, 0 to 100
   * @return a changed copy
   * @throws ValidationException if {@code retries} is outside 0 to 100
   */
  public TransactionOptions retries(int retries) {
    return new TransactionOptions(isolation, access, retries, deadline, reading);
  }

  /**
   * Bounds the whole transaction: the wait for a connection, every statement, the block's work
   * between them, and all retries with their pauses. When the deadline passes, a running statement
   * is canceled, nothing more is sent, and nothing is committed; the call throws {@link
   * io.zkpersona.storage.error.DeadlineExceededException}, which names the deadline. If the server
   * does not answer within one second, the connection is closed; if a commit was in progress on it,
   * the call throws {@link io.zkpersona.storage.error.OutcomeUnknownException}.
   *
   * @param deadline the maximum total time, one millisecond to one day
   * @return a changed copy
   * @throws ValidationException if {@code deadline} is null or out of range
   */
  public TransactionOptions deadline(Duration deadline) {
    requireGiven("deadline", deadline);
    return new TransactionOptions(isolation, access, retries, deadline, reading);
  }

  /**
   * Makes the transaction read-only and lets a replica serve it. All its reads go to one server; at
   * {@link Isolation#REPEATABLE_READ} they see one state.
   *
   * @param consistency how old the reads may be
   * @return a changed copy
   * @throws ValidationException if {@code consistency} is null, or the isolation level is {@link
   *     Isolation#SERIALIZABLE}
   */
  public TransactionOptions reading(Consistency consistency) {
    return new TransactionOptions(isolation, Access.READ_ONLY, retries, deadline, consistency);
  }
}
