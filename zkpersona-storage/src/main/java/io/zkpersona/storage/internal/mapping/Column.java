package io.zkpersona.storage.internal.mapping;

import java.util.function.Function;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * One column of an entity's table: where it stands in a row, how it travels, what fills it, and
 * what may be done to it.
 */
public final class Column<E, T> {

  /** What is written. */
  enum Use {
    /** Inserted, and set by updates. */
    CHANGEABLE,
    /** Inserted, and never changed by an update. */
    FIXED,
    /** Only read; what it is made of is never changed by an update. */
    DERIVED
  }

  private final int position;
  private final String component;
  private final Field<T> field;
  private final Field<T> selected;
  private final Use use;
  private final Codec<T> codec;
  private final Function<E, @Nullable T> value;

  Column(
      int position,
      String component,
      Field<T> field,
      Field<T> selected,
      Use use,
      Function<E, @Nullable T> value) {
    this.position = position;
    this.component = component;
    this.field = field;
    this.selected = selected;
    this.use = use;
    this.codec = Codecs.of(field);
    this.value = value;
  }

  /** The position in a select list and a result, from 1. */
  public int position() {
    return position;
  }

  /** The name of the entity's component that this column keeps. */
  public String component() {
    return component;
  }

  /** The generated field. */
  public Field<T> field() {
    return field;
  }

  /** What stands in a select list: the field, or what its values are derived from. */
  public Field<T> selected() {
    return selected;
  }

  /** Whether an insert sets it. */
  public boolean isInserted() {
    return use != Use.DERIVED;
  }

  /** Whether an update may change it. */
  public boolean isChangeable() {
    return use == Use.CHANGEABLE;
  }

  /** How its values travel. */
  public Codec<T> codec() {
    return codec;
  }

  /** The value of the entity's component that this column keeps. */
  public @Nullable T valueOf(E entity) {
    return value.apply(entity);
  }
}
