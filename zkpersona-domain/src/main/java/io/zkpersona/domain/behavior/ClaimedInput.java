package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;

/**
 * An input that one worker has to itself for a while. Immutable and thread-safe.
 *
 * @param input the input as it was when it was claimed
 * @param token tells this claim from earlier and later ones
 * @param attempt which attempt this is, from 1
 * @param leasedUntil until when nobody else gets it, by the clock of the database, cut to
 *     microseconds
 */
public record ClaimedInput(
    BehaviorInput input, FencingToken token, int attempt, Instant leasedUntil) {

  /**
   * Checks the values and cuts the time to microseconds.
   *
   * @throws ValidationException if a value is null or {@code attempt} is below 1
   */
  public ClaimedInput {
    Checks.notNull("input", input);
    Checks.notNull("token", token);
    Checks.atLeast("attempt", attempt, 1);
    leasedUntil = Checks.micros("leasedUntil", leasedUntil);
  }
}
