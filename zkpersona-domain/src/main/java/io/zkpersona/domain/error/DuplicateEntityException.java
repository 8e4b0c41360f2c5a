package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** A value that has to be unique is taken, or a stretch of time that only one may take. */
public class DuplicateEntityException extends ConstraintException {
  private static final long serialVersionUID = 1L;

  private static final String TAKEN = "already taken (expected: a value that no other one has)";
  private static final String OVERLAPS =
      "overlaps another active one (expected: a stretch of time that no other one of its kind"
          + " takes)";

  private static final String STORED =
      "taken by a row with exactly this content (expected: an id that is new; an earlier attempt at"
          + " this insert succeeded)";

  private final String rule;

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
    this(entityType, field, TAKEN, constraint, BulkIndex.NONE, sqlState, cause);
  }

  /**
   * The stretch of time that begins with {@code field} is taken, by another one that is active.
   *
   * @param entityType what was to be written, such as {@code reputation record}
   * @param field the field that the stretch begins with
   * @param constraint the name of the constraint; null if unknown
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param cause what led to it, free of personal data; null if unknown
   */
  public static DuplicateEntityException overlap(
      String entityType,
      String field,
      @Nullable String constraint,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    return new DuplicateEntityException(
        entityType, field, OVERLAPS, constraint, BulkIndex.NONE, sqlState, cause);
  }

  /**
   * Something else was declared before.
   *
   * @param entityType what was to be declared, such as {@code circuit}
   * @param field what differs
   * @param rule in which way, and what is expected in its place
   */
  public static DuplicateEntityException declared(String entityType, String field, String rule) {
    return new DuplicateEntityException(entityType, field, rule, null, BulkIndex.NONE, null, null);
  }

  /**
   * The same error about an id that is taken by a row with exactly the content that was to be
   * inserted.
   */
  public final DuplicateEntityException withContentAsGiven() {
    DuplicateEntityException copy =
        new DuplicateEntityException(
            entityType(),
            field(),
            STORED,
            constraint().orElse(null),
            index().orElse(BulkIndex.NONE),
            sqlState().orElse(null),
            getCause());
    return BulkIndex.copied(copy, this);
  }

  /**
   * Whether the row that has the id has exactly the content that was to be inserted: an earlier
   * attempt whose answer was lost has succeeded. Not looked at inside a transaction, which a
   * refused insert has broken.
   */
  public final boolean isContentAsGiven() {
    return rule.equals(STORED);
  }

  private DuplicateEntityException(
      String entityType,
      String field,
      String rule,
      @Nullable String constraint,
      int index,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    this(ErrorCode.DUPLICATE, entityType, field, rule, constraint, index, sqlState, cause);
  }

  /** For subtypes. */
  DuplicateEntityException(
      ErrorCode code,
      String entityType,
      String field,
      String rule,
      @Nullable String constraint,
      int index,
      @Nullable String sqlState,
      @Nullable Throwable cause) {
    super(code, entityType, field, rule, constraint, index, sqlState, cause);
    this.rule = rule;
  }

  @Override
  public DuplicateEntityException withIndex(int newIndex) {
    DuplicateEntityException copy =
        new DuplicateEntityException(
            entityType(),
            field(),
            rule,
            constraint().orElse(null),
            BulkIndex.check(newIndex),
            sqlState().orElse(null),
            getCause());
    return BulkIndex.copied(copy, this);
  }
}
