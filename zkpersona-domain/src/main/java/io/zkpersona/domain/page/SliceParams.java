package io.zkpersona.domain.page;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Parameters for reading one slice by cursor, equally fast at any depth. Immutable and thread-safe.
 *
 * @param limit the largest number of items, 1 to 1,000; 20 by default
 * @param cursor the position to read from, as returned by a neighboring slice; null (the default)
 *     for the first slice
 * @param sortBy the column to sort by, 1 to 63 characters; null (the default) for the entity's
 *     default column. Must be the column that the cursor was created with
 * @param order the direction; descending by default. Must be the direction that the cursor was
 *     created with
 */
@GenerateBuilder
public record SliceParams(
    int limit, @Nullable Cursor cursor, @Nullable String sortBy, SortOrder order)
    implements SliceParamsBuilder.With {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is outside its range, or null where that is not allowed
   */
  public SliceParams {
    PageRules.limit(limit);
    PageRules.sortBy(sortBy);
    Checks.notNull("order", order);
  }

  /** Returns a builder with the default values. */
  public static SliceParamsBuilder builder() {
    return SliceParamsBuilder.builder()
        .limit(PaginationParams.DEFAULT_LIMIT)
        .order(SortOrder.DESCENDING);
  }

  /** Returns the parameters of the first slice, with all defaults. */
  public static SliceParams firstSlice() {
    return builder().build();
  }

  /** Returns a builder with the values of this object. */
  public SliceParamsBuilder toBuilder() {
    return SliceParamsBuilder.builder(this);
  }
}
