package io.zkpersona.domain.behavior.queue;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * The fencing token of a claim: each claim of an input has a greater token than all earlier claims
 * of that input. A store that keeps the greatest token seen for an input, and rejects smaller ones,
 * is safe from workers whose lease has expired. Immutable and thread-safe.
 *
 * @param value the number, from 1
 */
public record FencingToken(long value) implements Comparable<FencingToken> {

  /**
   * Wraps a number.
   *
   * @throws ValidationException if value is below 1
   */
  public FencingToken {
    Checks.atLeast("fencingToken", value, 1L);
  }

  /** Compares by number: the later claim is greater. */
  @Override
  public int compareTo(FencingToken other) {
    return Long.compare(value, other.value);
  }
}
