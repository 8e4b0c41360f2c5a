package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.VerificationAttemptId;
import io.zkpersona.domain.validation.Checks;

/**
 * A stored verification attempt. Immutable and thread-safe.
 *
 * @param id the id; later attempts of the same process have greater ids
 * @param attempt the attempt
 * @param decisive whether it made the proof verified or failed; false if it came too late or was
 *     inconclusive
 * @param takenBack whether a chain reorganization removed the block in which it was made
 */
public record RecordedAttempt(
    VerificationAttemptId id, VerificationAttempt attempt, boolean decisive, boolean takenBack) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if {@code id} or {@code attempt} is null
   */
  public RecordedAttempt {
    Checks.notNull("id", id);
    Checks.notNull("attempt", attempt);
  }
}
