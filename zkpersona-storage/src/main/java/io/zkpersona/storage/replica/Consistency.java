package io.zkpersona.storage.replica;

import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The greatest age of a read. Given to {@code DatabaseManager.reading} and to {@code
 * TransactionOptions.reading}. If no replica fulfills it, the primary serves the read, so a read
 * never fails for want of a replica. Immutable and thread-safe.
 */
public sealed interface Consistency {

  /** Reads from the primary. */
  record Primary() implements Consistency {

    private static final Primary INSTANCE = new Primary();
  }

  /**
   * Reads everything that was committed more than {@code maxLag} ago.
   *
   * @param maxLag the lag that a replica may have, 1 second to 1 day
   */
  record Bounded(Duration maxLag) implements Consistency {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(1);

    /**
     * Checks the bound.
     *
     * @throws ValidationException if {@code maxLag} is null or out of range
     */
    public Bounded {
      requireBetween("maxLag", maxLag, LEAST, MOST);
    }
  }

  /**
   * Reads everything that was committed before a token was taken.
   *
   * @param token asked for the token at the first read, once for each {@code reading} or
   *     transaction
   * @param maxWait how long the reads may wait, in total, for a replica that has not reached the
   *     token; zero to 1 minute
   */
  record ReadYourWrites(Supplier<CommitToken> token, Duration maxWait) implements Consistency {

    private static final Duration DEFAULT_WAIT = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofMinutes(1);

    /**
     * Checks both.
     *
     * @throws ValidationException if one of them is null, or {@code maxWait} is out of range
     */
    public ReadYourWrites {
      requireGiven("token", token);
      requireBetween("maxWait", maxWait, Duration.ZERO, MOST);
    }

    /**
     * Sets how long the reads may wait for a replica, 100 milliseconds by default.
     *
     * @param limit the limit of all waits together, zero to 1 minute
     * @return a changed copy
     * @throws ValidationException if {@code limit} is null or out of range
     */
    public ReadYourWrites waitingAtMost(Duration limit) {
      return new ReadYourWrites(token, limit);
    }
  }

  /**
   * Reads from the primary, as without any choice.
   *
   * @return the consistency
   */
  static Consistency primary() {
    return Primary.INSTANCE;
  }

  /**
   * Reads everything that was committed more than {@code maxLag} ago. The lag is measured against
   * the primary's log on this process's clock; no clock of a server matters, and an idle primary is
   * no lag.
   *
   * @param maxLag the lag that a replica may have, 1 second to 1 day
   * @return the consistency
   * @throws ValidationException if {@code maxLag} is null or out of range
   */
  static Consistency bounded(Duration maxLag) {
    return new Bounded(maxLag);
  }

  /**
   * Reads everything that was committed before the token was taken. A replica that has not reached
   * it is waited for, 100 milliseconds by default; then the primary serves the read.
   *
   * @param token the token
   * @return the consistency
   * @throws ValidationException if {@code token} is null
   */
  static ReadYourWrites readYourWrites(CommitToken token) {
    requireGiven("token", token);
    return new ReadYourWrites(() -> token, ReadYourWrites.DEFAULT_WAIT);
  }

  /**
   * Reads everything that was committed before the first read: asks for the token then, once for
   * each {@code reading} or transaction, so that a writer need not ask for one.
   *
   * <pre>{@code
   * database.reading(Consistency.readYourWrites(database::commitToken))
   * }</pre>
   *
   * @param token returns the token, such as {@code database::commitToken}
   * @return the consistency
   * @throws ValidationException if {@code token} is null
   */
  static ReadYourWrites readYourWrites(Supplier<CommitToken> token) {
    return new ReadYourWrites(token, ReadYourWrites.DEFAULT_WAIT);
  }

  private static void requireGiven(String name, @Nullable Object value) {
    if (value == null) {
      throw new ValidationException(name, "null (expected: a value)");
    }
  }

  private static void requireBetween(
      String name, @Nullable Duration value, Duration least, Duration most) {
    if (value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new ValidationException(name, value + " (expected: " + least + ".." + most + ")");
    }
  }
}
