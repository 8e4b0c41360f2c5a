package io.zkpersona.storage.internal.repository;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.domain.page.TotalCount;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.IndexRange;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.RowLimit;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.SqlShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectQuery;

/**
 * The queries of every entity, built from its declaration. Each method returns the cached
 * statement; its comment names the values that a call binds, in order. Thread-safe.
 */
final class ReadStatements<E extends Entity<I>, I extends EntityId, F> {

  private enum Kind {
    FIND_BY_ID,
    FIND_BY,
    LOCK_BY_ID,
    FIND_ALL_BY_ID,
    EXISTS,
    LIST,
    STREAM,
    COUNT,
    PAGE,
    SLICE
  }

  /** Equality is written out: a JVM takes 15 ms to generate the methods of its first record. */
  private record Key(EntityTable<?, ?> entity, Kind kind, long mask, String variant) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && entity.equals(that.entity)
          && kind == that.kind
          && mask == that.mask
          && variant.equals(that.variant);
    }

    @Override
    public int hashCode() {
      int hash = 31 * entity.hashCode() + kind.hashCode();
      return 31 * (31 * hash + Long.hashCode(mask)) + variant.hashCode();
    }
  }

  private final EntityTable<E, I> entity;
  private final FilterConditions<F> filter;
  private final SqlShapes shapes;

  ReadStatements(EntityTable<E, I> entity, FilterConditions<F> filter, SqlShapes shapes) {
    this.entity = entity;
    this.filter = filter;
    this.shapes = shapes;
  }

  /** Selects a row by id. Binds the id. */
  SqlShape findById() {
    return get(Kind.FIND_BY_ID, params -> rows(idEquals(params)));
  }

  /** Selects rows by a field. Binds a value of the field. */
  <T> SqlShape findBy(Field<T> field) {
    return get(Kind.FIND_BY, 0, field.getName(), params -> rows(field.eq(params.value(field))));
  }

  /** Selects and locks a row by id. Binds the id. */
  SqlShape lockById() {
    return get(
        Kind.LOCK_BY_ID,
        params -> {
          SelectQuery<Record> query = rows(idEquals(params));
          query.setForNoKeyUpdate(true);
          return query;
        });
  }

  /** Selects rows by ids, ordered by id. Binds the ids. */
  SqlShape findAllById() {
    Field<I> id = entity.key().field();
    return get(Kind.FIND_ALL_BY_ID, params -> byId(rows(id.eq(any(params.array(id))))));
  }

  /** Selects a row if the id exists. Binds the id. */
  SqlShape exists() {
    return get(
        Kind.EXISTS, params -> Selection.of(List.of(inline(1)), entity.table(), idEquals(params)));
  }

  /**
   * Selects matching rows, ordered by id. Binds the filter's values, then the maximum number of
   * rows.
   */
  SqlShape list(long mask) {
    return get(
        Kind.LIST,
        mask,
        "",
        params -> {
          SelectQuery<Record> query = byId(rows(filter.conditions(mask, params)));
          query.addLimit(params.rows());
          return query;
        });
  }

  /** Selects all matching rows, ordered by id. Binds the filter's values. */
  SqlShape stream(long mask) {
    return get(Kind.STREAM, mask, "", params -> byId(rows(filter.conditions(mask, params))));
  }

  /** Counts matching rows. Binds the filter's values. */
  SqlShape count(long mask) {
    return get(Kind.COUNT, mask, "", params -> counting(mask, params));
  }

  /**
   * Selects a page. Binds the filter's values (twice with a total), the limit's, and the offset
   * unless it is zero. A total is the column after the entity's columns.
   */
  SqlShape page(
      long mask,
      Column<E, ?> sort,
      SortOrder order,
      TotalCount total,
      RowLimit limit,
      boolean first) {
    return get(
        Kind.PAGE,
        mask,
        sort.field().getName() + order + total + first + limit.variant(),
        params -> {
          List<SelectField<?>> fields = new ArrayList<>(entity.fields());
          if (total == TotalCount.EXACT) {
            fields.add(field(counting(mask, params)));
          }
          SelectQuery<Record> query = Selection.of(fields, entity.table());
          addInOrder(query, mask, sort, order, limit, true, params);
          query.addLimit(limit.field(params));
          if (!first) {
            query.addOffset(params.rows());
          }
          return query;
        });
  }

  /**
   * Selects a slice. Binds the filter's values; unless it is the first slice, the sort value and
   * the id; then the limit's.
   */
  SqlShape slice(long mask, Column<E, ?> sort, SortOrder order, RowLimit limit, boolean first) {
    return get(
        Kind.SLICE,
        mask,
        sort.field().getName() + order + first + limit.variant(),
        params -> {
          SelectQuery<Record> query = Selection.of(entity.fields(), entity.table());
          addInOrder(query, mask, sort, order, limit, first, params);
          query.addLimit(limit.field(params));
          return query;
        });
  }

  private SelectQuery<Record> rows(Condition condition) {
    return Selection.of(entity.fields(), entity.table(), condition);
  }

  private SelectQuery<Record> byId(SelectQuery<Record> query) {
    query.addOrderBy(entity.key().field());
    return query;
  }

  /**
   * Adds the filter's conditions and the order, and, unless reading starts at the beginning, the
   * position. Uses an index range if the filter is one and the server keeps the plan; a plan for
   * the actual values can be better than that.
   */
  private void addInOrder(
      SelectQuery<Record> query,
      long mask,
      Column<E, ?> sort,
      SortOrder order,
      RowLimit limit,
      boolean fromStart,
      Params params) {
    Field<I> id = entity.key().field();
    IndexRange range = limit.isInText() ? filter.range(mask, sort.field(), params) : null;
    if (range != null) {
      query.addConditions(fromStart ? range.all() : range.beyond(order, id, params));
      query.addOrderBy(orderBy(range.keys(id), order));
      return;
    }
    query.addConditions(filter.conditions(mask, params));
    if (!fromStart) {
      query.addConditions(beyond(sort, order, params));
    }
    query.addOrderBy(orderBy(List.of(sort.field(), id), order));
  }

  /**
   * Returns a row comparison, for which an index on both columns in one direction works at any
   * depth.
   */
  private <S> Condition beyond(Column<E, S> sort, SortOrder order, Params params) {
    Field<I> id = entity.key().field();
    var position = row(params.value(sort.field()), params.value(id));
    return order == SortOrder.ASCENDING
        ? row(sort.field(), id).greaterThan(position)
        : row(sort.field(), id).lessThan(position);
  }

  private static List<OrderField<?>> orderBy(List<Field<?>> keys, SortOrder order) {
    List<OrderField<?>> ordered = new ArrayList<>();
    for (Field<?> key : keys) {
      ordered.add(order == SortOrder.ASCENDING ? key.asc() : key.desc());
    }
    return ordered;
  }

  private Select<Record1<Integer>> counting(long mask, Params params) {
    return select(Builtins.count()).from(entity.table()).where(filter.conditions(mask, params));
  }

  private Condition idEquals(Params params) {
    Field<I> id = entity.key().field();
    return id.eq(params.value(id));
  }

  private SqlShape get(Kind kind, Function<Params, Query> statement) {
    return get(kind, 0, "", statement);
  }

  private SqlShape get(Kind kind, long mask, String variant, Function<Params, Query> statement) {
    return shapes.get(new Key(entity, kind, mask, variant), statement);
  }
}
