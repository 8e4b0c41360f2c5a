package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a row to be deleted is still referenced. {@link #entityType()} and {@link #field()}
 * name the reference: in another entity of this library, or in a table of the host application.
 */
public class StillReferencedException extends ConstraintException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception with details from the database.
   *
   * @param entityType the type of the referencing entity, such as {@code sponsor daily budget}
   * @param field the field that holds the reference
   * @param constraint the name of the constraint; null if unknown
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  public StillReferencedException(
      String entityType,
      String field,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    super(
        ErrorCode.STILL_REFERENCED,
        entityType,
        field,
        "still refers to the row to delete (expected: no reference; delete or change the referring"
            + " row first)",
        constraint,
        sqlState,
        cause);
  }
}
