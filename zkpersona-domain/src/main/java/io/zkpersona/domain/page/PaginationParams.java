package io.zkpersona.domain.page;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Which page is wanted, by offset. Immutable and thread-safe. The further the offset, the slower
 * the page: for deep reading use {@link SliceParams}.
 *
 * @param limit how many items at most, 1 to 1,000; 20 by default
 * @param offset how many items to pass over first, 0 or more; 0 by default
 * @param sortBy the column to sort by, 1 to 63 characters; null (the default) for the entity's own
 *     default column
 * @param order the direction; descending by default
 * @param totalCount whether everything that matches is counted too; not counted by default
 */
@GenerateBuilder
public record PaginationParams(
    int limit, long offset, @Nullable String sortBy, SortOrder order, TotalCount totalCount)
    implements PaginationParamsBuilder.With {

  /** The limit when none is given. */
  public static final int DEFAULT_LIMIT = 20;

  /** The largest limit. */
  public static final int MAX_LIMIT = 1_000;

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is outside its range, or null where that is not allowed
   */
  public PaginationParams {
    PageRules.limit(limit);
    Checks.atLeast("offset", offset, 0);
    PageRules.sortBy(sortBy);
    Checks.notNull("order", order);
    Checks.notNull("totalCount", totalCount);
  }

  /** A builder that holds the defaults. */
  public static PaginationParamsBuilder builder() {
    return PaginationParamsBuilder.builder()
        .limit(DEFAULT_LIMIT)
        .offset(0)
        .order(SortOrder.DESCENDING)
        .totalCount(TotalCount.NONE);
  }

  /** The first page, everything at its default. */
  public static PaginationParams firstPage() {
    return builder().build();
  }

  /** A builder that holds these values. */
  public PaginationParamsBuilder toBuilder() {
    return PaginationParamsBuilder.builder(this);
  }

  /**
   * The page that follows this one.
   *
   * @throws ValidationException if its offset would not fit a long
   */
  public PaginationParams next() {
    if (offset > Long.MAX_VALUE - limit) {
      throw new ValidationException(
          "offset", "the next page lies beyond the largest offset (expected: at most 2^63 - 1)");
    }
    return withOffset(offset + limit);
  }

  /** The same page, with everything that matches counted exactly. */
  public PaginationParams withTotal() {
    return withTotalCount(TotalCount.EXACT);
  }
}
