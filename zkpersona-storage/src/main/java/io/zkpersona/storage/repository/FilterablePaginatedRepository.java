package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;

/**
 * The entities that match a filter, in portions.
 *
 * @param <E> the entity
 * @param <F> its filter
 */
public interface FilterablePaginatedRepository<E, F>
    extends FilterableRepository<E, F>, PaginatedRepository<E> {

  /**
   * A page, by its offset, of the entities that match.
   *
   * @param filter which ones
   * @param params which page, its order, and whether the total is wanted
   * @return the page, empty if the offset is past the end
   * @throws ValidationException if the sort column is unknown; the message lists the allowed ones
   */
  Page<E> findPage(F filter, PaginationParams params);

  /**
   * The entities that match, next to a cursor (keyset pagination).
   *
   * @param filter which ones
   * @param params after or before which cursor, how many, in which order
   * @return the slice, with cursors to go on in both directions
   * @throws ValidationException if the sort column is unknown; the message lists the allowed ones
   * @throws InvalidCursorException if the cursor was not made for this entity, filter and order
   */
  Slice<E> findSlice(F filter, SliceParams params);
}
