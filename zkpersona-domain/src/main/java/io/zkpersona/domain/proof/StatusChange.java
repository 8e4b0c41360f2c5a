package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * What came of a step of a proof's life. Immutable and thread-safe.
 *
 * @param won whether this call made the step
 * @param from the status that the proof had; if the call did not win, the one that it has
 * @param to the status that it was to get
 */
public record StatusChange(boolean won, VerificationStatus from, VerificationStatus to) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a status is null
   */
  public StatusChange {
    Checks.notNull("from", from);
    Checks.notNull("to", to);
  }

  /**
   * Insists that this call made the step.
   *
   * @throws InvalidTransitionException if it did not; it says from what to what
   */
  public StatusChange orElseThrow() {
    if (!won) {
      throw new InvalidTransitionException("zk proof", from.value(), to.value());
    }
    return this;
  }
}
