package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;

import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a statement under construction. Each says which value of a call it binds, so
 * that the order and number of its uses do not matter.
 *
 * @param <P> the values of a call
 */
public final class Parameters<P> {

  /** Binds one parameter. */
  interface Binder<P> {
    void bind(PreparedStatement statement, int position, P values) throws SQLException;
  }

  private static final String PREFIX = "p";
  private static final int NANOS_A_MICRO = 1_000;

  private final Function<Binder<? super P>, Integer> collector;

  private Parameters(Function<Binder<? super P>, Integer> collector) {
    this.collector = collector;
  }

  /** Returns parameters whose binders are added to a list; a parameter's index is its position. */
  static <P> Parameters<P> into(List<Binder<? super P>> binders) {
    return new Parameters<>(
        binder -> {
          binders.add(binder);
          return binders.size() - 1;
        });
  }

  /** Creates a parameter to compare with a column or to store in it. */
  public <T> Param<T> value(Field<T> field, Function<? super P, ? extends @Nullable T> value) {
    Codec<T> codec = Codecs.of(field);
    return param(
        add((statement, position, call) -> codec.bind(statement, position, value.apply(call))),
        field.getDataType());
  }

  /** Creates a parameter for a collection of values of a column's type, bound as an array. */
  public <T> Param<T[]> array(
      Field<T> field, Function<? super P, ? extends Collection<? extends @Nullable T>> values) {
    Codec<T> codec = Codecs.of(field);
    return param(
        add(
            (statement, position, call) ->
                statement.setArray(
                    position, codec.array(statement.getConnection(), values.apply(call)))),
        field.getDataType().getArrayDataType());
  }

  /** Creates a parameter for a number that belongs to no column, such as a number of rows. */
  public Param<Long> number(ToLongFunction<? super P> number) {
    return param(
        add((statement, position, call) -> statement.setLong(position, number.applyAsLong(call))),
        SQLDataType.BIGINT);
  }

  /** Creates a parameter for a duration to be added to an instant, exact to the microsecond. */
  public Field<DayToSecond> duration(Function<? super P, Duration> duration) {
    Param<Long> micros = number(call -> duration.apply(call).toNanos() / NANOS_A_MICRO);
    return inline(new DayToSecond(0, 0, 0, 0, NANOS_A_MICRO)).mul(micros);
  }

  /** Returns these parameters for a definition that knows only a part of a call's values. */
  public <Q> Parameters<Q> of(Function<? super P, ? extends Q> part) {
    return new Parameters<>(
        binder ->
            collector.apply(
                (statement, position, call) -> binder.bind(statement, position, part.apply(call))));
  }

  private String add(Binder<? super P> binder) {
    return PREFIX + collector.apply(binder);
  }

  /** Returns the index of a rendered parameter. Values that are not parameters must be inlined. */
  static int indexOf(Param<?> rendered) {
    String name = rendered.getParamName();
    if (name == null || !name.startsWith(PREFIX)) {
      throw new IllegalStateException("a bind value that is not a parameter of the statement");
    }
    return Integer.parseInt(name.substring(PREFIX.length()));
  }
}
