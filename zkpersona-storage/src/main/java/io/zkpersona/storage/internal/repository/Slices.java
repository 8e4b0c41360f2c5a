package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.page.Cursor;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.storage.internal.query.CursorCodec.Cursors;
import io.zkpersona.storage.internal.query.CursorCodec.Direction;
import io.zkpersona.storage.internal.query.CursorCodec.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads slices: one item more than requested tells whether there is a neighboring slice. */
public final class Slices {

  /**
   * Reads items.
   *
   * @param <T> an item
   */
  @FunctionalInterface
  public interface Reading<T> {

    /**
     * Reads the items after a position in an order.
     *
     * @param from the position; null to begin at the start
     * @param rows the number of items to read; more are ignored
     */
    List<T> read(@Nullable Position from, SortOrder order, int rows);
  }

  private Slices() {}

  /**
   * Reads a slice.
   *
   * @param cursors the cursors of the query
   * @param sortType the type of a position's sort value
   * @param position returns the position of an item, from which a direction leads on
   */
  public static <T> Slice<T> read(
      Cursors cursors,
      SliceParams params,
      Class<?> sortType,
      Reading<T> reading,
      BiFunction<Direction, T, Position> position) {
    Cursor cursor = params.cursor();
    Position from = cursor == null ? null : cursors.read(cursor, sortType);
    boolean backwards = from != null && from.direction() == Direction.PREVIOUS;
    SortOrder order = backwards ? reverse(params.order()) : params.order();
    List<T> rows = reading.read(from, order, params.limit() + 1);

    boolean more = rows.size() > params.limit();
    List<T> items = upTo(params.limit(), rows);
    if (backwards) {
      items = new ArrayList<>(items);
      Collections.reverse(items);
    }
    if (items.isEmpty()) {
      return Slice.of(items, null, null);
    }
    boolean hasNext = backwards || more;
    boolean hasPrevious = backwards ? more : from != null;
    T first = items.get(0);
    T last = items.get(items.size() - 1);
    return Slice.of(
        items,
        hasNext ? cursors.write(position.apply(Direction.NEXT, last)) : null,
        hasPrevious ? cursors.write(position.apply(Direction.PREVIOUS, first)) : null);
  }

  private static SortOrder reverse(SortOrder order) {
    return order == SortOrder.ASCENDING ? SortOrder.DESCENDING : SortOrder.ASCENDING;
  }

  static <T> List<T> upTo(int limit, List<T> rows) {
    return rows.size() > limit ? rows.subList(0, limit) : rows;
  }
}
