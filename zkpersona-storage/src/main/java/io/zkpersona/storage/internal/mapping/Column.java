package io.zkpersona.storage.internal.mapping;

import java.util.function.Function;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** One column of an entity's table: where it stands in a row, how it travels, what fills it. */
public final class Column<E, T> {

  private final int position;
  private final Field<T> field;
  private final Codec<T> codec;
  private final Function<E, @Nullable T> component;

  Column(int position, Field<T> field, Function<E, @Nullable T> component) {
    this.position = position;
    this.field = field;
    this.codec = Codecs.of(field);
    this.component = component;
  }

  /** The position in a select list and a result, from 1. */
  public int position() {
    return position;
  }

  /** The generated field. */
  public Field<T> field() {
    return field;
  }

  /** How its values travel. */
  public Codec<T> codec() {
    return codec;
  }

  /** The entity's component that this column keeps. */
  public @Nullable T valueOf(E entity) {
    return component.apply(entity);
  }
}
