package io.zkpersona.domain.behavior.queue;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * The amount of pending work at one moment. Immutable and thread-safe.
 *
 * @param waiting the number of unclaimed inputs, including those whose next attempt is delayed
 * @param claimed the number of inputs claimed by a worker whose lease has not expired
 * @param dead the number of dead letters
 */
public record QueueDepth(long waiting, long claimed, long dead) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is negative
   */
  public QueueDepth {
    Checks.atLeast("waiting", waiting, 0L);
    Checks.atLeast("claimed", claimed, 0L);
    Checks.atLeast("dead", dead, 0L);
  }
}
