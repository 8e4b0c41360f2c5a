package io.zkpersona.storage.internal.replica;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.replica.CommitToken;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.replica.Consistency.ReadYourWrites;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The consistency that one caller asked for, with the time that it may still wait. Thread-safe. */
final class Request {

  private final Consistency consistency;
  private final PrimaryLog log;
  private final AtomicLong wait;
  private final Lock lock = new ReentrantLock();
  private volatile @Nullable CommitToken token;

  Request(Consistency consistency, PrimaryLog log) {
    this.consistency = consistency;
    this.log = log;
    this.wait =
        new AtomicLong(
            consistency instanceof ReadYourWrites written ? written.maxWait().toNanos() : 0);
  }

  /**
   * Returns what a replica must contain; null if its position tells nothing about that, since the
   * primary is on another timeline.
   *
   * @throws ValidationException if the token is of another cluster than the primary
   */
  @Nullable Need need() {
    if (consistency instanceof Consistency.Bounded bounded) {
      return Need.notOlder(log, bounded.maxLag().toNanos());
    }
    if (consistency instanceof ReadYourWrites written) {
      CommitToken wanted = token(written);
      Sight primary = log.newest();
      if (primary != null && primary.server().system() != wanted.system()) {
        throw new ValidationException(
            "token",
            "of another database cluster (expected: a token that commitToken() gave on this"
                + " database)");
      }
      return primary == null || primary.timeline() == wanted.timeline()
          ? Need.reached(wanted)
          : null;
    }
    return null;
  }

  private CommitToken token(ReadYourWrites written) {
    CommitToken known = token;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      CommitToken asked = token == null ? written.token().get() : token;
      if (asked == null) {
        throw new ValidationException(
            "token", "null from the supplier (expected: a token, such as of commitToken())");
      }
      token = asked;
      return asked;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the nanoseconds that its reads may still wait. */
  long waitLeft() {
    return wait.get();
  }

  void waited(long nanos) {
    wait.addAndGet(-nanos);
  }
}
