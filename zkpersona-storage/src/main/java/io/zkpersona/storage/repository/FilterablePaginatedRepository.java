package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;

/**
 * Pages through the entities that match a filter.
 *
 * @param <E> the entity type
 * @param <F> its filter type
 */
public interface FilterablePaginatedRepository<E, F>
    extends FilterableRepository<E, F>, PaginatedRepository<E> {

  /**
   * Returns a page of the entities that match, by offset.
   *
   * @param filter the filter
   * @param params the page, its order, and whether to count the total
   * @return the page; empty if the offset is past the end
   * @throws ValidationException if the sort column is unknown; the message lists the allowed ones
   */
  Page<E> findPage(F filter, PaginationParams params);

  /**
   * Returns the entities that match next to a cursor (keyset pagination).
   *
   * @param filter the filter
   * @param params the cursor, the direction, the size and the order
   * @return the slice, with cursors to continue in both directions
   * @throws ValidationException if the sort column is unknown; the message lists the allowed ones
   * @throws InvalidCursorException if the cursor was not made for this entity, filter and order
   */
  Slice<E> findSlice(F filter, SliceParams params);
}
