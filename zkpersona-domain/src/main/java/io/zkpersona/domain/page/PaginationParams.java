package io.zkpersona.domain.page;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Parameters for reading one page by offset. Pages become slower as the offset grows; to read
 * deeply, use {@link SliceParams}. Immutable and thread-safe.
 *
 * @param limit the largest number of items, 1 to 1,000; 20 by default
 * @param offset the number of items to skip, 0 or more; 0 by default
 * @param sortBy the column to sort by, 1 to 63 characters; null (the default) for the entity's
 *     default column
 * @param order the direction; descending by default
 * @param totalCount whether all matching items are counted as well; not counted by default
 */
@GenerateBuilder
public record PaginationParams(
    int limit, long offset, @Nullable String sortBy, SortOrder order, TotalCount totalCount)
    implements PaginationParamsBuilder.With {

  /** The default limit. */
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

  /** Returns a builder with the default values. */
  public static PaginationParamsBuilder builder() {
    return PaginationParamsBuilder.builder()
        .limit(DEFAULT_LIMIT)
        .offset(0)
        .order(SortOrder.DESCENDING)
        .totalCount(TotalCount.NONE);
  }

  /** Returns the parameters of the first page, with all defaults. */
  public static PaginationParams firstPage() {
    return builder().build();
  }

  /** Returns a builder with the values of this object. */
  public PaginationParamsBuilder toBuilder() {
    return PaginationParamsBuilder.builder(this);
  }

  /**
   * Returns the parameters of the following page.
   *
   * @throws ValidationException if its offset would exceed a {@code long}
   */
  public PaginationParams next() {
    if (offset > Long.MAX_VALUE - limit) {
      throw new ValidationException(
          "offset", "the next page exceeds the largest offset (expected: at most 2^63 - 1)");
    }
    return withOffset(offset + limit);
  }

  /** Returns the same parameters, with an exact count of all matching items. */
  public PaginationParams withTotal() {
    return withTotalCount(TotalCount.EXACT);
  }
}
