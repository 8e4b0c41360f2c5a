package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;

/**
 * A number that tells an earlier claim of an input from a later one: each claim has a greater one
 * than all before it of the same input. A store that keeps the greatest token it has seen for an
 * input, and refuses smaller ones, is safe from workers that come late. Immutable and thread-safe.
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

  /** By number: the later claim is the greater one. */
  @Override
  public int compareTo(FencingToken other) {
    return Long.compare(value, other.value);
  }
}
