package io.zkpersona.storage.internal.mapping;

import java.util.function.Function;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * One column of an entity's table: its position in a row, its codec, the component it stores, and
 * its permitted writes.
 */
public final class Column<E, T> {

  /** The permitted writes. */
  enum Use {
    /** Inserted, and set by updates. */
    CHANGEABLE,
    /** Inserted, and never changed by an update. */
    FIXED,
    /** Only read; no update changes its source. */
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

  /** Returns the position in a select list and a result, from 1. */
  public int position() {
    return position;
  }

  /** Returns the name of the entity's component that this column stores. */
  public String component() {
    return component;
  }

  /** Returns the generated field. */
  public Field<T> field() {
    return field;
  }

  /** Returns the expression for a select list: the field, or the source of a derived column. */
  public Field<T> selected() {
    return selected;
  }

  /** Tells whether an insert sets it. */
  public boolean isInserted() {
    return use != Use.DERIVED;
  }

  /** Tells whether an update may change it. */
  public boolean isChangeable() {
    return use == Use.CHANGEABLE;
  }

  /** Returns the codec of its values. */
  public Codec<T> codec() {
    return codec;
  }

  /** Returns the value of the entity's component that this column stores. */
  public @Nullable T valueOf(E entity) {
    return value.apply(entity);
  }
}
