package io.zkpersona.domain.error;

import java.io.Serializable;

/**
 * One field that violates a rule. Immutable and thread-safe.
 *
 * @param field the name of the field, as in the Java type
 * @param rule the error and the expectation, such as {@code 0 (expected: 1..1000)}; never a value
 *     that may be personal
 */
public record FieldViolation(String field, String rule) implements Serializable {

  /** Returns field and rule as they appear in messages: {@code limit: 0 (expected: 1..1000)}. */
  @Override
  public String toString() {
    return field + ": " + rule;
  }
}
