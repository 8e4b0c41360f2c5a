package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.storage.internal.execution.Copy;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.BinaryWriter;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Inserts many rows: with binary COPY from 100 rows up; below that, and if the connection hides the
 * driver's connection, with JDBC batches that the driver rewrites.
 *
 * @param <R> the source of a row
 */
public final class ManyRows<R> {

  /** From this number on COPY is faster than a batch, measured on inputs with five indexes. */
  public static final int COPY_FROM = 100;

  /** A column and the source of its value. */
  public record Value<R, T>(Field<T> field, Codec<T> codec, Function<R, @Nullable T> of) {

    public static <R, T> Value<R, T> of(Field<T> field, Function<R, @Nullable T> value) {
      return new Value<>(field, Codecs.of(field), value);
    }

    /** Returns the value of an entity's column, for rows that contain the entity. */
    public static <R, E, T> Value<R, T> of(Column<E, T> column, Function<R, E> entity) {
      return new Value<>(column.field(), column.codec(), row -> column.valueOf(entity.apply(row)));
    }

    void write(BinaryWriter out, R row) {
      codec.write(out, of.apply(row));
    }
  }

  private final Table<?> table;
  private final List<Value<R, ?>> values;
  private final Statement<R, Void> one;
  private final Statement<None, Void> copy;

  /** Creates an insert of rows into a table. */
  public ManyRows(Table<?> table, List<Value<R, ?>> values) {
    this.table = table;
    this.values = List.copyOf(values);
    this.one = Statement.changing(table.getName() + ".save_all", this::inserting);
    this.copy = Copy.into(table, values.stream().map(Value::field).toList());
  }

  /** Creates an insert of all columns that an insert of the entity sets. */
  public static <E extends Entity<?>> ManyRows<E> of(EntityTable<E, ?> entity) {
    List<Value<E, ?>> values =
        List.copyOf(
            entity.insertable().stream().map(column -> Value.of(column, (E row) -> row)).toList());
    return new ManyRows<>(entity.table(), values);
  }

  /** Inserts rows; the call is timed under the given name. */
  public void insert(SqlExecutor on, String operation, List<R> rows) {
    if (rows.size() < COPY_FROM || !Copy.send(on, operation, copy, out -> write(out, rows))) {
      on.batch(one.as(operation), rows);
    }
  }

  private void write(BinaryWriter out, List<R> rows) throws SQLException {
    for (R row : rows) {
      out.row(values.size());
      for (Value<R, ?> value : values) {
        value.write(out, row);
      }
    }
  }

  /** Builds an insert of one row. */
  public InsertSetMoreStep<?> inserting(Parameters<R> in) {
    Map<Field<?>, Object> set = new LinkedHashMap<>();
    values.forEach(value -> put(set, in, value));
    return DSL.insertInto(table).set(set);
  }

  private static <R, T> void put(Map<Field<?>, Object> set, Parameters<R> in, Value<R, T> value) {
    set.put(value.field(), in.value(value.field(), value.of()));
  }
}
