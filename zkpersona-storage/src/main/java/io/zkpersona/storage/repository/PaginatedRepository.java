package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;

/**
 * Pages through entities in a total order: ties in the sort column are broken by id in the same
 * direction, so no entity is repeated or skipped while the data do not change.
 *
 * @param <E> the entity type
 */
public interface PaginatedRepository<E> {

  /**
   * Returns a page by offset. The cost grows with the offset; {@link #findSlice} has the same cost
   * at any depth.
   *
   * @param params the page, its order, and whether to count the total
   * @return the page; empty if the offset is past the end
   * @throws ValidationException if the sort column is unknown; the message lists the allowed ones
   */
  Page<E> findPage(PaginationParams params);

  /**
   * Returns the entities next to a cursor (keyset pagination).
   *
   * @param params the cursor, the direction, the size and the order
   * @return the slice, with cursors to continue in both directions
   * @throws ValidationException if the sort column is unknown; the message lists the allowed ones
   * @throws InvalidCursorException if the cursor was not made for this entity, filter and order
   */
  Slice<E> findSlice(SliceParams params);
}
