package io.zkpersona.domain.behavior.queue;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;

/**
 * An input reserved for one worker until its lease expires. Immutable and thread-safe.
 *
 * @param input the input at the time of the claim
 * @param token the fencing token, which distinguishes this claim from earlier and later ones
 * @param attempt the number of this attempt, from 1
 * @param leasedUntil the time until which no other worker receives the input, by the database's
 *     clock, truncated to microseconds
 */
public record ClaimedInput(
    BehaviorInput input, FencingToken token, int attempt, Instant leasedUntil) {

  /**
   * Checks the values and truncates the time to microseconds.
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
