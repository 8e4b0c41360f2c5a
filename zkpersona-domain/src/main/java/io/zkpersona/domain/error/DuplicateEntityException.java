package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** A value that has to be unique is taken. */
public class DuplicateEntityException extends ConstraintException {
  private static final long serialVersionUID = 1L;

  /**
   * Without what the database said.
   *
   * @param entityType what was to be written, such as {@code behavior input}
   * @param field the field whose value is taken
   */
  public DuplicateEntityException(String entityType, String field) {
    this(entityType, field, null, null, null);
  }

  /**
   * With what the database said.
   *
   * @param entityType what was to be written, such as {@code behavior input}
   * @param field the field whose value is taken
   * @param constraint the name of the constraint; null if unknown
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param cause what led to it, free of personal data; null if unknown
   */
  public DuplicateEntityException(
      String entityType,
      String field,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    this(entityType, field, constraint, BulkIndex.NONE, sqlState, cause);
  }

  private DuplicateEntityException(
      String entityType,
      String field,
      @Nullable String constraint,
      int index,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    super(
        ErrorCode.DUPLICATE,
        entityType,
        field,
        "already taken (expected: a value that no other one has)",
        constraint,
        index,
        sqlState,
        cause);
  }

  @Override
  public DuplicateEntityException withIndex(int newIndex) {
    DuplicateEntityException copy =
        new DuplicateEntityException(
            entityType(),
            field(),
            constraint().orElse(null),
            BulkIndex.check(newIndex),
            sqlState().orElse(null),
            getCause());
    return BulkIndex.copied(copy, this);
  }
}
