package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a unique value is already taken, or when a time range overlaps one that must be
 * exclusive.
 */
public class DuplicateEntityException extends ConstraintException {
  private static final long serialVersionUID = 1L;

  private static final String STORED =
      "taken by a row with exactly this content (expected: a new id; an earlier attempt at this"
          + " insert succeeded)";

  private final String rule;

  /**
   * Creates the exception without details from the database.
   *
   * @param entityType the type of the entity being written, such as {@code behavior input}
   * @param field the field whose value is taken
   */
  public DuplicateEntityException(String entityType, String field) {
    this(entityType, field, null, null, null);
  }

  /**
   * Creates the exception with details from the database.
   *
   * @param entityType the type of the entity being written, such as {@code behavior input}
   * @param field the field whose value is taken
   * @param constraint the name of the constraint; null if unknown
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  public DuplicateEntityException(
      String entityType,
      String field,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    this(entityType, field, taken(entityType), constraint, sqlState, cause);
  }

  /**
   * Creates the exception for a time range that overlaps another active one.
   *
   * @param entityType the type of the entity being written, such as {@code reputation record}
   * @param field the field that holds the start of the range
   * @param constraint the name of the constraint; null if unknown
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  public static DuplicateEntityException overlap(
      String entityType,
      String field,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    String rule =
        "overlaps another active %1$s (expected: a time range that no other active %1$s of the same"
            + " kind covers)";
    return new DuplicateEntityException(
        entityType, field, rule.formatted(entityType), constraint, sqlState, cause);
  }

  /**
   * Creates the exception for a declaration that conflicts with an earlier one.
   *
   * @param entityType the type of the declared entity, such as {@code circuit}
   * @param field the field that differs
   * @param rule the difference and the expectation
   */
  public static DuplicateEntityException declared(String entityType, String field, String rule) {
    return new DuplicateEntityException(entityType, field, rule, null, null, null);
  }

  /** Returns a copy that reports a taken id whose row has exactly the content to be inserted. */
  public final DuplicateEntityException withContentAsGiven() {
    DuplicateEntityException copy =
        new DuplicateEntityException(
            entityType(),
            field(),
            STORED,
            constraint().orElse(null),
            sqlState().orElse(null),
            getCause());
    copy.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      copy.addSuppressed(suppressed);
    }
    index().ifPresent(copy::addIndex);
    return copy;
  }

  /**
   * Tells whether the row with the taken id has exactly the content to be inserted, which means
   * that an earlier attempt succeeded and its answer was lost. Not determined inside a transaction,
   * because the failed insert has aborted it.
   */
  public final boolean isContentAsGiven() {
    return rule.equals(STORED);
  }

  private static String taken(String entityType) {
    return "already taken (expected: a value that no other " + entityType + " has)";
  }

  private DuplicateEntityException(
      String entityType,
      String field,
      String rule,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    this(ErrorCode.DUPLICATE, entityType, field, rule, constraint, sqlState, cause);
  }

  /** Creates the exception for a subtype, with the parameters of {@link ConstraintException}. */
  protected DuplicateEntityException(
      ErrorCode code,
      String entityType,
      String field,
      String rule,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    super(code, entityType, field, rule, constraint, sqlState, cause);
    this.rule = rule;
  }
}
