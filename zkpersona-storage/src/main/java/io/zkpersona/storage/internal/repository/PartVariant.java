package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.query.RowLimit;

/**
 * What decides the text of a statement that reads a part of the rows.
 *
 * @param mask the members of the filter that are set
 * @param fromStart whether rows are read from the first one in the order
 * @param skips whether it skips rows
 */
record PartVariant<E>(
    long mask,
    Column<E, ?> sort,
    SortOrder order,
    boolean fromStart,
    boolean skips,
    RowLimit limit) {

  /** Equality is written out: a JVM takes 15 ms to generate the methods of its first record. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PartVariant<?> that
        && mask == that.mask
        && sort == that.sort
        && order == that.order
        && fromStart == that.fromStart
        && skips == that.skips
        && limit.variant().equals(that.limit.variant());
  }

  @Override
  public int hashCode() {
    int hash = 31 * Long.hashCode(mask) + System.identityHashCode(sort);
    hash = 31 * (31 * hash + order.hashCode()) + Boolean.hashCode(fromStart);
    return 31 * (31 * hash + Boolean.hashCode(skips)) + limit.variant().hashCode();
  }
}
