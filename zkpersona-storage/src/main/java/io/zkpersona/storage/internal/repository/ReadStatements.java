package io.zkpersona.storage.internal.repository;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.domain.page.SortOrder;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.RowReader;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.FilterConditions;
import io.zkpersona.storage.internal.query.IndexRange;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.RowLimit;
import io.zkpersona.storage.internal.query.Selection;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Variants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectQuery;
import org.jspecify.annotations.Nullable;

/** The queries of an entity, built from its declaration. Immutable. */
public final class ReadStatements<E extends Entity<I>, I extends EntityId, F> {

  /** A filter and the maximum number of rows. */
  public record Listed<F>(F filter, long limit) {}

  /**
   * A part of the rows in an order.
   *
   * @param offset the number of rows to skip
   * @param after the position after which to begin; null to begin at the start
   */
  record Part<F, I>(F filter, RowLimit limit, long offset, @Nullable After<I> after) {}

  /** A position: the value of the sorted column, and the id. */
  record After<I>(Object sortValue, I id) {}

  /** A row, and the number of rows that the filter matches. */
  record Counted<E>(E row, long total) {}

  /** Selects a row by id. */
  final Statement<I, E> findById;

  /** Selects and locks a row by id. */
  final Statement<I, E> lockById;

  /** Selects rows by ids, ordered by id. */
  final Statement<Collection<I>, E> findAllById;

  /** Selects a row if the id exists. */
  final Statement<I, Integer> exists;

  private final EntityTable<E, I> entity;
  private final FilterConditions<F> filter;
  private final Variants<Long, Listed<F>, E> list;
  private final Variants<Long, F, E> stream;
  private final Variants<Long, F, Long> count;
  private final Variants<PartVariant<E>, Part<F, I>, E> page;
  private final Variants<PartVariant<E>, Part<F, I>, Counted<E>> countedPage;
  private final Variants<PartVariant<E>, Part<F, I>, E> slice;

  ReadStatements(EntityTable<E, I> entity, FilterConditions<F> filter) {
    this.entity = entity;
    this.filter = filter;
    Field<I> id = entity.key().field();
    this.findById = entities("find_by_id", in -> rows(isId(in)));
    this.lockById =
        entities(
            "lock",
            in -> {
              SelectQuery<Record> query = rows(isId(in));
              query.setForNoKeyUpdate(true);
              return query;
            });
    this.findAllById =
        entities("find_all_by_id", in -> byId(rows(id.eq(any(in.array(id, ids -> ids))))));
    this.exists =
        Statement.of(
            entity.operation("exists"),
            (in, out) -> Selection.of(List.of(out.only(inline(1))), entity.table(), isId(in)));
    this.list =
        Variants.of(
            entity.operation("find"),
            (mask, in, out) -> {
              SelectQuery<Record> query = matching(mask, in, out, Listed::filter);
              query.addLimit(in.number(Listed::limit));
              return query;
            });
    this.stream =
        Variants.of(
            entity.operation("stream"), (mask, in, out) -> matching(mask, in, out, given -> given));
    this.count =
        Variants.of(
            entity.operation("count"),
            (mask, in, out) -> {
              var total = out.column(Builtins.count(), Codecs.LONG);
              out.as(row -> row.get(total));
              return counting(mask, in, given -> given);
            });
    this.page =
        Variants.of(
            entity.operation("find_page"),
            (variant, in, out) -> {
              out.as(out.entity(entity));
              return part(variant, in, out);
            });
    this.countedPage =
        Variants.of(
            entity.operation("find_page"),
            (variant, in, out) -> {
              RowReader<E> row = out.entity(entity);
              var total =
                  out.column(field(counting(variant.mask(), in, Part::filter)), Codecs.LONG);
              out.as(each -> new Counted<>(row.read(each), each.get(total)));
              return part(variant, in, out);
            });
    this.slice =
        Variants.of(
            entity.operation("find_slice"),
            (variant, in, out) -> {
              out.as(out.entity(entity));
              return part(variant, in, out);
            });
  }

  private <P> Statement<P, E> entities(
      String operation, Function<Parameters<P>, SelectQuery<Record>> definition) {
    return Statement.of(entity.operation(operation), entity, definition);
  }

  /** Declares a selection of the row with a unique value. */
  <T> Statement<T, E> findBy(Field<T> unique) {
    return entities(
        "find_by_" + unique.getName(), in -> rows(unique.eq(in.value(unique, value -> value))));
  }

  /** Selects matching rows, ordered by id. */
  Statement<Listed<F>, E> list(F given) {
    return list.of(filter.mask(given));
  }

  /** Selects all matching rows, ordered by id. */
  Statement<F, E> stream(F given) {
    return stream.of(filter.mask(given));
  }

  /** Counts matching rows. */
  Statement<F, Long> count(F given) {
    return count.of(filter.mask(given));
  }

  /** Selects a page. */
  Statement<Part<F, I>, E> page(Part<F, I> part, Column<E, ?> sort, SortOrder order) {
    return page.of(variant(part, sort, order));
  }

  /** Selects a page, each row with the total. */
  Statement<Part<F, I>, Counted<E>> countedPage(
      Part<F, I> part, Column<E, ?> sort, SortOrder order) {
    return countedPage.of(variant(part, sort, order));
  }

  /** Selects a slice. */
  Statement<Part<F, I>, E> slice(Part<F, I> part, Column<E, ?> sort, SortOrder order) {
    return slice.of(variant(part, sort, order));
  }

  private PartVariant<E> variant(Part<F, I> part, Column<E, ?> sort, SortOrder order) {
    return new PartVariant<>(
        filter.mask(part.filter), sort, order, part.after == null, part.offset > 0, part.limit);
  }

  private SelectQuery<Record> rows(Condition condition) {
    return Selection.of(entity.fields(), entity.table(), condition);
  }

  private SelectQuery<Record> byId(SelectQuery<Record> query) {
    query.addOrderBy(entity.key().field());
    return query;
  }

  private <P> SelectQuery<Record> matching(
      long mask, Parameters<P> in, Results<E> out, Function<P, F> given) {
    out.as(out.entity(entity));
    return byId(rows(filter.conditions(mask, in, given)));
  }

  /**
   * Builds the selection of a part, with the filter's conditions, the order and, unless reading
   * starts at the beginning, the position. Uses an index range if the filter is one and the server
   * keeps the plan; a plan for the actual values can be better than that.
   */
  private SelectQuery<Record> part(
      PartVariant<E> variant, Parameters<Part<F, I>> in, Results<?> out) {
    SelectQuery<Record> query = Selection.of(out.fields(), entity.table());
    Field<I> id = entity.key().field();
    IndexRange<Part<F, I>> range =
        variant.limit().isInText()
            ? filter.range(variant.mask(), variant.sort().field(), in, Part::filter)
            : null;
    if (range != null) {
      query.addConditions(
          variant.fromStart()
              ? range.all()
              : range.beyond(
                  variant.order(),
                  id,
                  in,
                  part -> (Instant) position(part).sortValue,
                  part -> position(part).id));
      query.addOrderBy(orderBy(range.keys(id), variant.order()));
    } else {
      query.addConditions(filter.conditions(variant.mask(), in, Part::filter));
      if (!variant.fromStart()) {
        query.addConditions(beyond(variant.sort(), variant.order(), in));
      }
      query.addOrderBy(orderBy(List.of(variant.sort().field(), id), variant.order()));
    }
    query.addLimit(variant.limit().field(in, part -> part.limit.rows()));
    if (variant.skips()) {
      query.addOffset(in.number(Part::offset));
    }
    return query;
  }

  /**
   * Returns a row comparison, for which an index on both columns in one direction works at any
   * depth.
   */
  @SuppressWarnings("unchecked") // a position holds a value of the sorted column
  private <S> Condition beyond(Column<E, S> sort, SortOrder order, Parameters<Part<F, I>> in) {
    Field<I> id = entity.key().field();
    var position =
        row(
            in.value(sort.field(), part -> (S) position(part).sortValue),
            in.value(id, part -> position(part).id));
    return order == SortOrder.ASCENDING
        ? row(sort.field(), id).greaterThan(position)
        : row(sort.field(), id).lessThan(position);
  }

  private static <I> After<I> position(Part<?, I> part) {
    return Objects.requireNonNull(part.after);
  }

  private static List<OrderField<?>> orderBy(List<Field<?>> keys, SortOrder order) {
    List<OrderField<?>> ordered = new ArrayList<>();
    for (Field<?> key : keys) {
      ordered.add(order == SortOrder.ASCENDING ? key.asc() : key.desc());
    }
    return ordered;
  }

  private <P> Select<Record1<Integer>> counting(long mask, Parameters<P> in, Function<P, F> given) {
    return select(Builtins.count()).from(entity.table()).where(filter.conditions(mask, in, given));
  }

  private Condition isId(Parameters<I> in) {
    Field<I> id = entity.key().field();
    return id.eq(in.value(id, given -> given));
  }
}
