package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * How much work there is at one moment. Immutable and thread-safe.
 *
 * @param waiting inputs that nobody has, those whose next attempt is delayed among them
 * @param claimed inputs that a worker has, under a lease in force
 * @param dead inputs that were given up
 */
public record QueueDepth(long waiting, long claimed, long dead) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if one is below 0
   */
  public QueueDepth {
    Checks.atLeast("waiting", waiting, 0L);
    Checks.atLeast("claimed", claimed, 0L);
    Checks.atLeast("dead", dead, 0L);
  }
}
