package io.zkpersona.domain.error;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when one or more values violate a rule; nothing was written. */
public class ValidationException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final FieldViolation[] violations;

  /**
   * Creates the exception for one field.
   *
   * @param field the name of the field, as in the Java type
   * @param rule the error and the expectation, such as {@code 0 (expected: 1..1000)}; never a value
   *     that may be personal
   */
  public ValidationException(String field, String rule) {
    this(List.of(new FieldViolation(field, rule)));
  }

  /**
   * Creates the exception for several fields.
   *
   * @param violations the violations, at least one
   * @throws IllegalArgumentException if violations is empty
   */
  public ValidationException(List<FieldViolation> violations) {
    this(ErrorCode.VALIDATION, violations);
  }

  /**
   * Creates the exception for a subtype.
   *
   * @param code the error code
   * @param violations the violations, at least one
   * @throws IllegalArgumentException if violations is empty
   */
  protected ValidationException(ErrorCode code, List<FieldViolation> violations) {
    super(code, message(violations));
    this.violations = violations.toArray(FieldViolation[]::new);
  }

  private static String message(List<FieldViolation> violations) {
    if (violations.isEmpty()) {
      throw new IllegalArgumentException("violations: none (expected: at least one)");
    }
    return violations.stream().map(FieldViolation::toString).collect(Collectors.joining("; "));
  }

  /** Returns the violations; at least one. */
  public final List<FieldViolation> violations() {
    return List.of(violations);
  }

  /** Returns the names of the fields, in the order of the violations. */
  public final List<String> fields() {
    return Arrays.stream(violations).map(FieldViolation::field).toList();
  }
}
