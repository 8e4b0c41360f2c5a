package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** Thrown when a reference points to a nonexistent entity. */
public class MissingReferenceException extends ConstraintException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception without details from the database.
   *
   * @param entityType the type of the entity being written, such as {@code behavior input}
   * @param field the field that holds the reference
   */
  public MissingReferenceException(String entityType, String field) {
    this(entityType, field, null, null, null);
  }

  /**
   * Creates the exception with details from the database.
   *
   * @param entityType the type of the entity being written, such as {@code behavior input}
   * @param field the field that holds the reference
   * @param constraint the name of the constraint; null if unknown
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  public MissingReferenceException(
      String entityType,
      String field,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    super(
        ErrorCode.MISSING_REFERENCE,
        entityType,
        field,
        "refers to a row that does not exist (expected: the id of an existing row)",
        constraint,
        sqlState,
        cause);
  }
}
