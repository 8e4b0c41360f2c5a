package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;

import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a statement under construction. A call passes its values in the order in which
 * the parameters were created here, wherever and however often the rendered SQL uses them.
 */
public final class Params {

  /** Binds one parameter; the value has the type that the parameter was declared with. */
  interface Binder {
    void bind(PreparedStatement statement, int position, @Nullable Object value)
        throws SQLException;
  }

  private static final String PREFIX = "p";
  private static final int NANOS_A_MICRO = 1_000;

  private final List<Binder> binders = new ArrayList<>();

  Params() {}

  /** Creates a parameter to compare with a column or to store in it. */
  @SuppressWarnings("unchecked")
  public <T> Param<T> value(Field<T> field) {
    Codec<T> codec = Codecs.of(field);
    return param(
        add((statement, position, value) -> codec.bind(statement, position, (T) value)),
        field.getDataType());
  }

  /** Creates a parameter for a collection of values of a column's type, bound as an array. */
  @SuppressWarnings("unchecked")
  public <T> Param<T[]> array(Field<T> field) {
    Codec<T> codec = Codecs.of(field);
    return param(
        add(
            (statement, position, value) -> {
              Collection<T> elements = (Collection<T>) Objects.requireNonNull(value);
              Array array = codec.array(statement.getConnection(), elements);
              statement.setArray(position, array);
            }),
        field.getDataType().getArrayDataType());
  }

  /** Creates a parameter for a number of rows. */
  public Param<Long> rows() {
    return number();
  }

  /** Creates a parameter for a number that belongs to no column. */
  public Param<Long> number() {
    return param(
        add(
            (statement, position, value) ->
                statement.setLong(position, (Long) Objects.requireNonNull(value))),
        SQLDataType.BIGINT);
  }

  /** Creates a parameter for a duration to be added to an instant, exact to the microsecond. */
  public Field<DayToSecond> duration() {
    Param<Long> micros =
        param(
            add(
                (statement, position, value) -> {
                  Duration duration = (Duration) Objects.requireNonNull(value);
                  statement.setLong(position, duration.toNanos() / NANOS_A_MICRO);
                }),
            SQLDataType.BIGINT);
    return inline(new DayToSecond(0, 0, 0, 0, NANOS_A_MICRO)).mul(micros);
  }

  private String add(Binder binder) {
    binders.add(binder);
    return PREFIX + (binders.size() - 1);
  }

  /** Returns the index of a rendered parameter. Values that are not parameters must be inlined. */
  static int indexOf(Param<?> rendered) {
    String name = rendered.getParamName();
    if (name == null || !name.startsWith(PREFIX)) {
      throw new IllegalStateException("a bind value that is none of the statement's parameters");
    }
    return Integer.parseInt(name.substring(PREFIX.length()));
  }

  Binder binder(int index) {
    return binders.get(index);
  }

  int size() {
    return binders.size();
  }
}
