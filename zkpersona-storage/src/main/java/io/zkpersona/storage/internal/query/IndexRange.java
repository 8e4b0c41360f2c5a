package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.page.SortOrder;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.RowN;
import org.jspecify.annotations.Nullable;

/**
 * The rows that have one value in a column, between two values of another: a range of the index on
 * both and the id.
 *
 * <p>Asked for in such a way that the server keeps one plan, which reads the index in its order as
 * far as a page goes, whatever the values are. Of a column that equals a parameter it assumes what
 * the average value has, of a time between two parameters a two hundredth. Wherever this is less
 * than a page (if users have ten or thirty inputs), it would rather read all and sort them, and
 * keep that plan for a user who has a hundred thousand. So the ends are compared as rows, of which
 * it assumes a third for each, too many to sort; and the first value of each comes from a subquery,
 * since the server would otherwise find that planning for the value it sees is cheaper for some,
 * and plan at every call.
 */
public final class IndexRange {

  private final Field<?> fixed;
  private final Field<?> value;
  private final Field<Instant> sorted;
  private final Condition from;
  private final Condition to;

  /**
   * A range.
   *
   * @param lowest the least value of the sorted column, or null for no such end
   * @param below what the sorted column stays below, or null for no such end
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

  /** All rows of the range. */
  public Condition all() {
    return present().and(from).and(to);
  }

  /**
   * The rows of the range that lie beyond a position in it (as a cursor's is, being signed together
   * with its filter), of which the value of the sorted column is asked for, then the id. The end on
   * the side that reading begins at is left out: beside the position it says nothing, and a server
   * that began there would read up to the position first.
   */
  public Condition beyond(SortOrder order, Field<?> id, Params params) {
    RowN key = row(keys(id));
    RowN position = row(List.of(value, params.value(sorted), params.value(id)));
    return order == SortOrder.ASCENDING
        ? present().and(key.greaterThan(position)).and(to)
        : present().and(key.lessThan(position)).and(from);
  }

  /** The columns of the index. */
  public List<Field<?>> keys(Field<?> id) {
    return List.of(fixed, sorted, id);
  }

  /** Follows from the value, which the server does not see in a comparison of rows. */
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
