package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** Thrown when a value that is valid by itself conflicts with stored data. */
public abstract class ConstraintException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final String field;

  /**
   * Creates the exception for a subtype.
   *
   * @param code the error code
   * @param entityType the type of the entity being written, such as {@code behavior input}
   * @param field the field with the rejected value
   * @param rule the error and the expectation
   * @param constraint the name of the constraint; null if unknown
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  protected ConstraintException(
      ErrorCode code,
      String entityType,
      String field,
      String rule,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    super(code, field + " of " + entityType + ": " + rule, sqlState, constraint, cause);
    this.entityType = entityType;
    this.field = field;
  }

  /** Returns the type of the entity that was being written, such as {@code behavior input}. */
  public final String entityType() {
    return entityType;
  }

  /** Returns the field with the rejected value. */
  public final String field() {
    return field;
  }
}
