package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.List;

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
          allowedFrom().stream().map(VerificationStatus::value).toList());
    }
    return this;
  }

  private List<VerificationStatus> allowedFrom() {
    return switch (to) {
      case PENDING -> List.of();
      case VERIFIED, FAILED -> List.of(VerificationStatus.PENDING);
      case EXPIRED -> List.of(VerificationStatus.PENDING, VerificationStatus.VERIFIED);
    };
  }
}
