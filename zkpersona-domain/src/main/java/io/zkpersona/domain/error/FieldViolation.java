package io.zkpersona.domain.error;

import java.io.Serializable;

/**
 * One field that breaks a rule. Immutable and thread-safe.
 *
 * @param field the name of the field, as in the Java type
 * @param rule what is wrong and what is expected, such as {@code 0 (expected: 1..1000)}; never a
 *     value that may be personal
 */
public record FieldViolation(String field, String rule) implements Serializable {

  /** As messages show it: {@code limit: 0 (expected: 1..1000)}. */
  @Override
  public String toString() {
    return field + ": " + rule;
  }
}
