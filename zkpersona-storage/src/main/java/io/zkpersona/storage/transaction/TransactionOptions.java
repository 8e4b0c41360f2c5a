package io.zkpersona.storage.transaction;

import io.zkpersona.domain.error.ValidationException;
import java.util.Objects;

/**
 * How a transaction runs. Immutable; each method returns a changed copy.
 *
 * @param isolation how far it is kept from others, {@link Isolation#READ_COMMITTED} by default
 * @param access whether it may write, {@link Access#READ_WRITE} by default
 * @param retries how often the whole block is repeated after a serialization failure or a deadlock,
 *     0 to 100, 0 by default
 */
public record TransactionOptions(Isolation isolation, Access access, int retries) {

  private static final int MOST_RETRIES = 100;
  private static final TransactionOptions DEFAULTS =
      new TransactionOptions(Isolation.READ_COMMITTED, Access.READ_WRITE, 0);

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
   * @throws ValidationException if {@code retries} is outside 0 to 100
   */
  public TransactionOptions {
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(access, "access");
    if (retries < 0 || retries > MOST_RETRIES) {
      throw new ValidationException("retries", retries + " (expected: 0.." + MOST_RETRIES + ")");
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
    return new TransactionOptions(isolation, access, retries);
  }

  /**
   * Makes the transaction read-only.
   *
   * @return a changed copy
   */
  public TransactionOptions readOnly() {
    return new TransactionOptions(isolation, Access.READ_ONLY, retries);
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
    return new TransactionOptions(isolation, access, retries);
  }
}
