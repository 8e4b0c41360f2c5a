package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.WriteTrace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed, as far as its error depends on it.
 *
 * @param moment how far it had come
 * @param readOnly whether its transaction was meant to be read-only
 * @param trace what its write can be found by, if its outcome is unknown
 * @param overdue the deadline that it failed after, as long as it was; null if there is none
 */
public record Failing(
    Moment moment, boolean readOnly, WriteTrace trace, @Nullable Duration overdue) {

  /** A call without a deadline. */
  public Failing(Moment moment, boolean readOnly, WriteTrace trace) {
    this(moment, readOnly, trace, null);
  }

  /** A call of which no more is known. */
  public static Failing of(Moment moment) {
    return new Failing(moment, false, WriteTrace.of("call", 0));
  }

  /** The same call, which failed after its deadline. */
  public Failing after(Duration deadline) {
    return new Failing(moment, readOnly, trace, deadline);
  }
}
