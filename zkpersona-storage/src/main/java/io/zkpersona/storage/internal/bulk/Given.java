package io.zkpersona.storage.internal.bulk;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Many rows passed to one statement: an array for each column, which the server reads as a table.
 */
public final class Given {

  private static final String NAME = "given";

  private Given() {}

  /**
   * Returns the rows as a table.
   *
   * @param rows the rows of a call
   */
  public static <P, E> Table<Record> rows(
      Parameters<P> in, List<Column<E, ?>> columns, Function<? super P, List<E>> rows) {
    // In one select list, so that the server steps through all arrays together.
    List<Field<?>> arrays = new ArrayList<>();
    columns.forEach(column -> arrays.add(elements(in, column, rows)));
    return select(arrays).asTable(NAME);
  }

  private static <P, E, T> Field<T> elements(
      Parameters<P> in, Column<E, T> column, Function<? super P, List<E>> rows) {
    Field<T> field = column.field();
    return Builtins.unnest(
            in.array(field, call -> values(column, rows.apply(call))), field.getDataType())
        .as(field.getName());
  }

  private static <E, T> List<@Nullable T> values(Column<E, T> column, List<E> rows) {
    List<@Nullable T> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(column.valueOf(row)));
    return values;
  }

  /** Returns the given value of a column. */
  public static <T> Field<T> of(Field<T> field) {
    return field(name(NAME, field.getName()), field.getDataType());
  }

  /** Returns the condition that a column equals the given value. */
  static <T> Condition is(Field<T> field) {
    return field.eq(of(field));
  }

  /** Returns the condition that a column differs from the given value; null counts as a value. */
  static <E, T> Condition differs(Column<E, T> column) {
    return column.selected().isDistinctFrom(of(column.field()));
  }
}
