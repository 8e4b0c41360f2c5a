package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.error.WriteTrace;

/**
 * A call that failed, as far as its error depends on it.
 *
 * @param moment how far it had come
 * @param readOnly whether its transaction was meant to be read-only
 * @param trace what its write can be found by, if its outcome is unknown
 */
public record Failing(Moment moment, boolean readOnly, WriteTrace trace) {

  /** A call of which no more is known. */
  public static Failing of(Moment moment) {
    return new Failing(moment, false, WriteTrace.of("call", 0));
  }
}
