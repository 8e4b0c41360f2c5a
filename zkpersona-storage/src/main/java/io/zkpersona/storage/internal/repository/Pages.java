package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.Cursor;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.page.TotalCount;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.CursorCodec.Cursors;
import io.zkpersona.storage.internal.query.CursorCodec.Direction;
import io.zkpersona.storage.internal.query.CursorCodec.Position;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.RowLimit;
import io.zkpersona.storage.internal.query.SqlShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Offset pages and keyset slices of one entity. */
final class Pages<E extends Entity<I>, I extends EntityId, F> {

  private final RepositoryContext context;
  private final EntityTable<E, I> entity;
  private final FilterConditions<F> filters;
  private final ReadStatements<E, I, F> statements;

  Pages(
      RepositoryContext context,
      EntityTable<E, I> entity,
      FilterConditions<F> filters,
      ReadStatements<E, I, F> statements) {
    this.context = context;
    this.entity = entity;
    this.filters = filters;
    this.statements = statements;
  }

  long count(F filter) {
    return context
        .executor()
        .first(
            operation("count"),
            statements.count(filters.mask(filter)),
            row -> Objects.requireNonNull(row.read(Codecs.LONG, 1)),
            filters.values(filter).toArray())
        .orElseThrow();
  }

  /**
   * Reads a page. Without a total it requests one more row, to know whether there is a next page.
   */
  Page<E> page(F filter, PaginationParams params) {
    TotalCount totalCount = params.totalCount();
    List<Object> values = new ArrayList<>();
    if (totalCount == TotalCount.EXACT) {
      values.addAll(filters.values(filter));
    }
    values.addAll(filters.values(filter));
    long mask = filters.mask(filter);
    Column<E, ?> sort = sort(params.sortBy());
    boolean first = params.offset() == 0;
    // The best plan for counting or skipping rows depends on their number.
    RowLimit limit =
        totalCount == TotalCount.EXACT
            ? new RowLimit(params.limit(), first && filters.isUnrestricted(filter))
            : new RowLimit(
                params.limit() + 1L, first && filters.hasOneBestPlan(mask, sort.field()));
    limit.addTo(values);
    if (!first) {
      values.add(params.offset());
    }

    @Nullable Long[] total = new Long[1];
    int totalPosition = entity.columns().size() + 1;
    SqlShape shape = statements.page(mask, sort, params.order(), totalCount, limit, first);
    List<E> rows =
        context
            .executor()
            .list(
                operation("find_page"),
                shape,
                row -> {
                  if (totalCount == TotalCount.EXACT && total[0] == null) {
                    total[0] = row.read(Codecs.LONG, totalPosition);
                  }
                  return entity.reader().read(row);
                },
                values.toArray());
    if (totalCount == TotalCount.EXACT && rows.isEmpty()) {
      // There is no row to carry the total.
      total[0] = first ? 0 : count(filter);
    }
    boolean hasNext =
        total[0] == null
            ? rows.size() > params.limit()
            : !rows.isEmpty() && params.offset() + rows.size() < total[0];
    return Page.of(upTo(params.limit(), rows), params, hasNext, total[0]);
  }

  /** Reads a slice. Requests one more row, to know whether there is a neighboring slice. */
  Slice<E> slice(F filter, SliceParams params) {
    Column<E, ?> sort = sort(params.sortBy());
    Cursors cursors = context.cursors().about(question(filter, sort, params.order()));
    Cursor cursor = params.cursor();
    Position from = cursor == null ? null : cursors.read(cursor, sort.field().getType());
    boolean backwards = from != null && from.direction() == Direction.PREVIOUS;

    List<Object> values = new ArrayList<>(filters.values(filter));
    if (from != null) {
      values.add(from.sortValue());
      values.add(keyOf(from));
    }
    long mask = filters.mask(filter);
    RowLimit limit = new RowLimit(params.limit() + 1L, filters.hasOneBestPlan(mask, sort.field()));
    limit.addTo(values);
    SortOrder order = backwards ? reverse(params.order()) : params.order();
    SqlShape shape = statements.slice(mask, sort, order, limit, from == null);
    List<E> rows =
        context.executor().list(operation("find_slice"), shape, entity.reader(), values.toArray());

    boolean more = rows.size() > params.limit();
    List<E> items = upTo(params.limit(), rows);
    if (backwards) {
      items = new ArrayList<>(items);
      Collections.reverse(items);
    }
    if (items.isEmpty()) {
      return Slice.of(items, null, null);
    }
    boolean hasNext = backwards || more;
    boolean hasPrevious = backwards ? more : from != null;
    E first = items.get(0);
    E last = items.get(items.size() - 1);
    return Slice.of(
        items,
        hasNext ? cursors.write(at(Direction.NEXT, sort, last)) : null,
        hasPrevious ? cursors.write(at(Direction.PREVIOUS, sort, first)) : null);
  }

  private Position at(Direction direction, Column<E, ?> sort, E entity) {
    return new Position(
        direction, Objects.requireNonNull(sort.valueOf(entity)), entity.id().value());
  }

  /** Returns the text that a cursor is bound to: table, sort column, order and filter. */
  private String question(F filter, Column<E, ?> sort, SortOrder order) {
    return String.join(
        "\n", entity.table().getName(), sort.field().getName(), order.name(), filters.text(filter));
  }

  private Object keyOf(Position position) {
    return Objects.requireNonNull(entity.keyOf(position.id()));
  }

  private Column<E, ?> sort(@Nullable String name) {
    if (name == null) {
      return entity.sortable().values().iterator().next();
    }
    Column<E, ?> column = entity.sortable().get(name);
    if (column == null) {
      throw new ValidationException(
          "sortBy",
          "unknown column (expected: one of "
              + String.join(", ", entity.sortable().keySet())
              + ")");
    }
    return column;
  }

  private static SortOrder reverse(SortOrder order) {
    return order == SortOrder.ASCENDING ? SortOrder.DESCENDING : SortOrder.ASCENDING;
  }

  private static <T> List<T> upTo(int limit, List<T> rows) {
    return rows.size() > limit ? rows.subList(0, limit) : rows;
  }

  private String operation(String name) {
    return entity.operation(name);
  }
}
