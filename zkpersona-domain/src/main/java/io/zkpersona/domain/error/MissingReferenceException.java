package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** A reference to something that does not exist. */
public class MissingReferenceException extends ConstraintException {
  private static final long serialVersionUID = 1L;

  /**
   * Without what the database said.
   *
   * @param entityType what was to be written, such as {@code behavior input}
   * @param field the field that holds the reference
   */
  public MissingReferenceException(String entityType, String field) {
    this(entityType, field, null, null, null);
  }

  /**
   * With what the database said.
   *
   * @param entityType what was to be written, such as {@code behavior input}
   * @param field the field that holds the reference
   * @param constraint the name of the constraint; null if unknown
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param cause what led to it, free of personal data; null if unknown
   */
  public MissingReferenceException(
      String entityType,
      String field,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    this(entityType, field, constraint, BulkIndex.NONE, sqlState, cause);
  }

  private MissingReferenceException(
      String entityType,
      String field,
      @Nullable String constraint,
      int index,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    super(
        ErrorCode.MISSING_REFERENCE,
        entityType,
        field,
        "refers to nothing stored (expected: the id of something that exists)",
        constraint,
        index,
        sqlState,
        cause);
  }

  @Override
  public MissingReferenceException withIndex(int newIndex) {
    MissingReferenceException copy =
        new MissingReferenceException(
            entityType(),
            field(),
            constraint().orElse(null),
            BulkIndex.check(newIndex),
            sqlState().orElse(null),
            getCause());
    return BulkIndex.copied(copy, this);
  }
}
