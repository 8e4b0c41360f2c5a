package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.stream.Stream;

/**
 * The result of a status transition of a proof. Immutable and thread-safe.
 *
 * @param won whether this call made the transition
 * @param from the previous status; if this call did not win, the current status
 * @param to the requested status
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
   * Returns this result, after checking that this call made the transition.
   *
   * @throws InvalidTransitionException if it did not; the exception contains both statuses and
   *     those from which the transition is allowed
   */
  public StatusChange orElseThrow() {
    if (!won) {
      throw new InvalidTransitionException(
          "zk proof",
          from.value(),
          to.value(),
          Stream.of(VerificationStatus.values())
              .filter(status -> status.mayBecome(to))
              .map(VerificationStatus::value)
              .toList());
    }
    return this;
  }
}
