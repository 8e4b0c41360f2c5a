package io.zkpersona.domain.error;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Thrown when a value that is valid by itself conflicts with stored data. */
public abstract class ConstraintException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final String field;
  private final int index;

  /**
   * Creates the exception for a subtype.
   *
   * @param code the error code
   * @param entityType the type of the entity being written, such as {@code behavior input}
   * @param field the field with the rejected value
   * @param rule the error and the expectation
   * @param constraint the name of the constraint; null if unknown
   * @param index the position in a bulk call, from 0; {@link BulkIndex#NONE} outside of one
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  ConstraintException(
      ErrorCode code,
      String entityType,
      String field,
      String rule,
      @Nullable String constraint,
      int index,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    super(
        code,
        BulkIndex.prefix(index) + field + " of " + entityType + ": " + rule,
        sqlState,
        constraint,
        cause);
    this.entityType = entityType;
    this.field = field;
    this.index = index;
  }

  /** Returns the type of the entity that was being written, such as {@code behavior input}. */
  public final String entityType() {
    return entityType;
  }

  /** Returns the field with the rejected value. */
  public final String field() {
    return field;
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
  public abstract ConstraintException withIndex(int newIndex);
}
