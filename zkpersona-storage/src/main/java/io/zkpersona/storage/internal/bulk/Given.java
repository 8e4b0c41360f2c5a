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
 * Many rows given to one statement: an array for each column, which the server reads as a table.
 */
final class Given {

  private static final String NAME = "given";

  private Given() {}

  /** The rows, with {@link #values} of the same columns. */
  static <E> Table<Record> rows(Params params, List<Column<E, ?>> columns) {
    // Side by side: the server steps through all arrays of one select list together.
    List<Field<?>> arrays = new ArrayList<>();
    columns.forEach(column -> arrays.add(elements(params, column.field())));
    return select(arrays).asTable(NAME);
  }

  private static <T> Field<T> elements(Params params, Field<T> field) {
    return Builtins.unnest(params.array(field), field.getDataType()).as(field.getName());
  }

  /** The given value for a column. */
  static <T> Field<T> of(Field<T> field) {
    return field(name(NAME, field.getName()), field.getDataType());
  }

  /** Whether a column has the given value. */
  static <T> Condition is(Field<T> field) {
    return field.eq(of(field));
  }

  /** Whether a column has another value than the given one, of which null is one. */
  static <E, T> Condition differs(Column<E, T> column) {
    return column.selected().isDistinctFrom(of(column.field()));
  }

  /** The values of {@link #rows}: a list for each column. */
  static <E> Object[] values(List<Column<E, ?>> columns, List<E> rows) {
    return columns.stream().map(column -> column(column, rows)).toArray();
  }

  private static <E> List<?> column(Column<E, ?> column, List<E> rows) {
    List<Object> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(column.valueOf(row)));
    return values;
  }
}
