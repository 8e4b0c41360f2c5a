package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;

/**
 * Entities in portions, in a total order: what the sort column leaves open is decided by the id in
 * the same direction, so that no entity is seen twice or missed while nothing changes.
 *
 * @param <E> the entity
 */
public interface PaginatedRepository<E> {

  /**
   * A page by its offset. Its cost grows with the offset: {@link #findSlice} reaches any depth at
   * the same cost.
   *
   * @param params which page, its order, and whether the total is wanted
   * @return the page, empty if the offset is past the end
   * @throws ValidationException if the sort column is unknown; the message lists the allowed ones
   */
  Page<E> findPage(PaginationParams params);

  /**
   * The entities next to a cursor (keyset pagination).
   *
   * @param params after or before which cursor, how many, in which order
   * @return the slice, with cursors to go on in both directions
   * @throws ValidationException if the sort column is unknown; the message lists the allowed ones
   * @throws InvalidCursorException if the cursor was not made for this entity, filter and order
   */
  Slice<E> findSlice(SliceParams params);
}
