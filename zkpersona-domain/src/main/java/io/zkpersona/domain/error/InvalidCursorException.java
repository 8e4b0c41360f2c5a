package io.zkpersona.domain.error;

import java.util.List;
import java.util.OptionalInt;

/** Thrown when a cursor was not created by this library for this query. */
public class InvalidCursorException extends ValidationException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for a cursor.
   *
   * @param rule the error and the expectation
   */
  public InvalidCursorException(String rule) {
    this(List.of(new FieldViolation("cursor", rule)), OptionalInt.empty());
  }

  private InvalidCursorException(List<FieldViolation> violations, OptionalInt index) {
    super(ErrorCode.INVALID_CURSOR, violations, index);
  }

  @Override
  protected InvalidCursorException copyWithIndex(int newIndex) {
    return new InvalidCursorException(violations(), OptionalInt.of(newIndex));
  }
}
