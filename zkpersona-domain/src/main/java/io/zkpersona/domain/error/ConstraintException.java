package io.zkpersona.domain.error;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A value that is valid by itself does not go together with what is stored. */
public abstract class ConstraintException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final String field;
  private final int index;

  /**
   * For subtypes.
   *
   * @param code what went wrong
   * @param entityType what was to be written, such as {@code behavior input}
   * @param field the field whose value is refused
   * @param rule what is wrong with it and what is expected
   * @param constraint the name of the constraint; null if unknown
   * @param index the position in a bulk call, from 0; {@link BulkIndex#NONE} outside of one
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param cause what led to it, free of personal data; null if unknown
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

  /** What was to be written, such as {@code behavior input}. */
  public final String entityType() {
    return entityType;
  }

  /** The field whose value is refused. */
  public final String field() {
    return field;
  }

  /** The position of the refused element in a bulk call, from 0; empty outside of one. */
  public final OptionalInt index() {
    return BulkIndex.toOptional(index);
  }

  /**
   * A copy that names the position of the refused element, in its message too.
   *
   * @param newIndex the position in the bulk call, from 0
   */
  public abstract ConstraintException withIndex(int newIndex);
}
