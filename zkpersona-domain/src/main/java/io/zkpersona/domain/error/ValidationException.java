package io.zkpersona.domain.error;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Thrown when one or more values violate a rule; nothing was written. */
public class ValidationException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final FieldViolation[] violations;
  private final int index;

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
    this(ErrorCode.VALIDATION, violations, OptionalInt.empty());
  }

  /**
   * Creates the exception for a subtype.
   *
   * @param code the error code
   * @param violations the violations, at least one
   * @param index the position in a bulk call, from 0; empty outside of one
   * @throws IllegalArgumentException if violations is empty
   */
  protected ValidationException(
      ErrorCode code, List<FieldViolation> violations, OptionalInt index) {
    super(code, message(violations, index));
    this.violations = violations.toArray(FieldViolation[]::new);
    this.index = index.orElse(BulkIndex.NONE);
  }

  private static String message(List<FieldViolation> violations, OptionalInt index) {
    if (violations.isEmpty()) {
      throw new IllegalArgumentException("violations: none (expected: at least one)");
    }
    return violations.stream()
        .map(FieldViolation::toString)
        .collect(Collectors.joining("; ", BulkIndex.prefix(index.orElse(BulkIndex.NONE)), ""));
  }

  /** Returns the violations; at least one. */
  public final List<FieldViolation> violations() {
    return List.of(violations);
  }

  /** Returns the names of the fields, in the order of the violations. */
  public final List<String> fields() {
    return Arrays.stream(violations).map(FieldViolation::field).toList();
  }

  /** Returns the position of the rejected element in a bulk call, from 0; empty outside of one. */
  public final OptionalInt index() {
    return BulkIndex.toOptional(index);
  }

  /**
   * Returns a copy with the position of the rejected element, in its message too.
   *
   * @param newIndex the position in the bulk call, from 0
   * @throws ValidationException if newIndex is negative
   */
  public final ValidationException withIndex(int newIndex) {
    return BulkIndex.copied(copyWithIndex(BulkIndex.check(newIndex)), this);
  }

  /**
   * Returns a copy of the same type. Subtypes override this method.
   *
   * @param newIndex the position in the bulk call, 0 or more
   */
  protected ValidationException copyWithIndex(int newIndex) {
    return new ValidationException(code(), violations(), OptionalInt.of(newIndex));
  }
}
