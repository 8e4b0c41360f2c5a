package io.zkpersona.storage.internal.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.page.TotalCount;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.CursorCodec.Cursors;
import io.zkpersona.storage.internal.query.CursorCodec.Direction;
import io.zkpersona.storage.internal.query.CursorCodec.Position;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.RowLimit;
import io.zkpersona.storage.internal.repository.ReadStatements.After;
import io.zkpersona.storage.internal.repository.ReadStatements.Counted;
import io.zkpersona.storage.internal.repository.ReadStatements.Part;
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
    return context.reader().first(statements.count(filter), filter).orElseThrow();
  }

  /** Reads a page. */
  Page<E> page(F filter, PaginationParams params) {
    return params.totalCount() == TotalCount.EXACT
        ? counted(filter, params)
        : uncounted(filter, params);
  }

  private Page<E> counted(F filter, PaginationParams params) {
    boolean first = params.offset() == 0;
    // The best plan for counting or skipping rows depends on their number.
    RowLimit limit = new RowLimit(params.limit(), first && filters.isUnrestricted(filter));
    Part<F, I> part = new Part<>(filter, limit, params.offset(), null);
    List<Counted<E>> rows =
        context
            .reader()
            .list(statements.countedPage(part, sort(params.sortBy()), params.order()), part);
    // Without a row nothing carries the total.
    long total = !rows.isEmpty() ? rows.get(0).total() : first ? 0 : count(filter);
    boolean hasNext = !rows.isEmpty() && params.offset() + rows.size() < total;
    return Page.of(rows.stream().map(Counted::row).toList(), params, hasNext, total);
  }

  /** Requests one more row, to know whether there is a next page. */
  private Page<E> uncounted(F filter, PaginationParams params) {
    Column<E, ?> sort = sort(params.sortBy());
    boolean samePlan =
        params.offset() == 0 && filters.hasOneBestPlan(filters.mask(filter), sort.field());
    Part<F, I> part =
        new Part<>(filter, new RowLimit(params.limit() + 1L, samePlan), params.offset(), null);
    List<E> rows = context.reader().list(statements.page(part, sort, params.order()), part);
    return Page.of(Slices.upTo(params.limit(), rows), params, rows.size() > params.limit(), null);
  }

  /** Reads a slice. */
  Slice<E> slice(F filter, SliceParams params) {
    Column<E, ?> sort = sort(params.sortBy());
    Cursors cursors = context.cursors().about(question(filter, sort, params.order()));
    boolean samePlan = filters.hasOneBestPlan(filters.mask(filter), sort.field());
    return Slices.read(
        cursors,
        params,
        sort.field().getType(),
        (from, order, rows) -> {
          RowLimit limit = new RowLimit(rows, samePlan);
          Part<F, I> part = new Part<>(filter, limit, 0, from == null ? null : after(from));
          return context.reader().list(statements.slice(part, sort, order), part);
        },
        (direction, row) -> at(direction, sort, row));
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

  private After<I> after(Position position) {
    return new After<>(position.sortValue(), entity.keyOf(position.id()));
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
}
