package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.page.SortOrder;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.RowN;
import org.jspecify.annotations.Nullable;

/**
 * The rows with one value in one column and between two values of another: a range of the index on
 * both columns and the id.
 *
 * <p>The conditions are written so that the server keeps one plan, which reads the index in order
 * and stops after a page, whatever the values are. For a column that equals a parameter the server
 * estimates the rows of an average value; for a time between two parameters, one two-hundredth of
 * those. Where this estimate is less than a page (users with ten or thirty inputs), it would read
 * and sort all rows, and keep that plan for a user with a hundred thousand. The ends are therefore
 * compared as rows, for each of which the server estimates a third of the rows, too many to sort.
 * The first value of each row comes from a subquery: if the server saw the value, it would find
 * planning for that value cheaper in some cases, and plan at every call.
 *
 * @param <P> the values of a call
 */
public final class IndexRange<P> {

  private final Field<?> fixed;
  private final Field<?> value;
  private final Field<Instant> sorted;
  private final Condition from;
  private final Condition to;

  /**
   * Creates a range.
   *
   * @param lowest the inclusive lower bound of the sorted column, or null for none
   * @param below the exclusive upper bound of the sorted column, or null for none
   */
  IndexRange(
      Field<?> fixed,
      Param<?> value,
      Field<Instant> sorted,
      @Nullable Param<?> lowest,
      @Nullable Param<?> below) {
    this.fixed = fixed;
    this.value = field(select(value));
    this.sorted = sorted;
    RowN key = row(List.of(fixed, sorted));
    this.from = key.greaterOrEqual(end(lowest == null ? time("-infinity") : lowest));
    this.to = below == null ? key.lessOrEqual(end(time("infinity"))) : key.lessThan(end(below));
  }

  /** Returns the condition for all rows of the range. */
  public Condition all() {
    return present().and(from).and(to);
  }

  /**
   * Returns the condition for the rows of the range beyond a position in it. A cursor's position is
   * always inside, since the cursor is signed together with its filter. The bound on the side where
   * reading begins is left out: the position implies it, and a server that started there would read
   * up to the position first.
   *
   * @param sortedAt the sorted column's value of a call's position
   * @param idAt the id of a call's position
   */
  public <I> Condition beyond(
      SortOrder order,
      Field<I> id,
      Parameters<P> in,
      Function<? super P, Instant> sortedAt,
      Function<? super P, I> idAt) {
    RowN key = row(keys(id));
    RowN position = row(List.of(value, in.value(sorted, sortedAt), in.value(id, idAt)));
    return order == SortOrder.ASCENDING
        ? present().and(key.greaterThan(position)).and(to)
        : present().and(key.lessThan(position)).and(from);
  }

  /** Returns the columns of the index. */
  public List<Field<?>> keys(Field<?> id) {
    return List.of(fixed, sorted, id);
  }

  /** Follows from the value, which the server does not infer from a comparison of rows. */
  private Condition present() {
    return fixed.isNotNull();
  }

  private RowN end(Field<?> end) {
    return row(List.of(value, end));
  }

  private Field<Instant> time(String literal) {
    return inline(literal).cast(sorted.getDataType());
  }
}
