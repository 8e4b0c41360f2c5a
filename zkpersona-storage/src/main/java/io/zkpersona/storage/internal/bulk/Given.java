package io.zkpersona.storage.internal.bulk;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Params;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Many rows passed to one statement: an array for each column, which the server reads as a table.
 */
final class Given {

  private static final String NAME = "given";

  private Given() {}

  /** Returns the rows as a table; a call binds the {@link #values} of the same columns. */
  static <E> Table<Record> rows(Params params, List<Column<E, ?>> columns) {
    // In one select list, so that the server steps through all arrays together.
    List<Field<?>> arrays = new ArrayList<>();
    columns.forEach(column -> arrays.add(elements(params, column.field())));
    return select(arrays).asTable(NAME);
  }

  private static <T> Field<T> elements(Params params, Field<T> field) {
    return Builtins.unnest(params.array(field), field.getDataType()).as(field.getName());
  }

  /** Returns the given value of a column. */
  static <T> Field<T> of(Field<T> field) {
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

  /** Returns the values of {@link #rows}: a list for each column. */
  static <E> Object[] values(List<Column<E, ?>> columns, List<E> rows) {
    return columns.stream().map(column -> column(column, rows)).toArray();
  }

  private static <E> List<?> column(Column<E, ?> column, List<E> rows) {
    List<Object> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(column.valueOf(row)));
    return values;
  }
}
