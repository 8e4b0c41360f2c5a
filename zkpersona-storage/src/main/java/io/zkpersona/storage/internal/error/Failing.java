package io.zkpersona.storage.internal.error;

import io.zkpersona.storage.error.WriteTrace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The details of a failed call that determine its error.
 *
 * @param moment how far the call had progressed
 * @param readOnly whether its transaction was requested as read-only
 * @param trace the trace for finding its write, if the outcome is unknown
 * @param overdue the length of the deadline that passed before the failure; null if there is none
 */
public record Failing(
    Moment moment, boolean readOnly, WriteTrace trace, @Nullable Duration overdue) {

  /** Describes a call without a deadline. */
  public Failing(Moment moment, boolean readOnly, WriteTrace trace) {
    this(moment, readOnly, trace, null);
  }

  /** Describes a call without further details. */
  public static Failing of(Moment moment) {
    return new Failing(moment, false, WriteTrace.of("call", 0));
  }

  /** Returns a copy for a failure after the deadline. */
  public Failing after(Duration deadline) {
    return new Failing(moment, readOnly, trace, deadline);
  }
}
