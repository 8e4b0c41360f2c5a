package io.zkpersona.domain.error;

import java.util.List;

/** Thrown when a cursor was not created by this library for this query. */
public class InvalidCursorException extends ValidationException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for a cursor.
   *
   * @param rule the error and the expectation
   */
  public InvalidCursorException(String rule) {
    super(ErrorCode.INVALID_CURSOR, List.of(new FieldViolation("cursor", rule)));
  }
}
