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
 * Rows passed to one statement, which the server reads as a table: an array for each column, or for
 * a single row a parameter.
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

  /**
   * Returns one row as a table. The server keeps the plan of such a statement, whereas it plans
   * each call with arrays if it expects more elements than there are.
   *
   * @param row the row of a call
   */
  public static <P, E> Table<Record> row(
      Parameters<P> in, List<Column<E, ?>> columns, Function<? super P, E> row) {
    List<Field<?>> values = new ArrayList<>();
    columns.forEach(column -> values.add(value(in, column, row)));
    return select(values).asTable(NAME);
  }

  private static <P, E, T> Field<T> value(
      Parameters<P> in, Column<E, T> column, Function<? super P, E> row) {
    Field<T> field = column.field();
    return in.value(field, call -> column.valueOf(row.apply(call)))
        .cast(field.getDataType())
        .as(field.getName());
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
