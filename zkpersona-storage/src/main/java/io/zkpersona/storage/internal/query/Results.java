package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.ResultColumn;
import io.zkpersona.storage.internal.mapping.RowReader;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The result of a statement under construction: the fields that it selects, in order, and the value
 * read from a row.
 *
 * @param <R> the value of a row
 */
public final class Results<R> {

  private final List<SelectField<?>> fields = new ArrayList<>();
  private @Nullable RowReader<R> reader;

  Results() {}

  /** Adds a field. */
  public <T> ResultColumn<T> column(Field<T> field) {
    return column(field, Codecs.of(field));
  }

  /** Adds a field whose values a codec reads. */
  public <T> ResultColumn<T> column(Field<?> field, Codec<T> codec) {
    fields.add(field);
    return new ResultColumn<>(fields.size(), field.getName(), codec);
  }

  /**
   * Adds the columns of an entity, before all other fields, and returns their reader.
   *
   * @throws IllegalStateException if a field was added before
   */
  public <E extends Entity<I>, I extends EntityId> RowReader<E> entity(EntityTable<E, I> entity) {
    if (!fields.isEmpty()) {
      throw new IllegalStateException("the fields of an entity must be selected first");
    }
    fields.addAll(entity.fields());
    return entity.reader();
  }

  /**
   * Adds the columns of an entity as a part of the statement exposes them, before all other fields,
   * and returns their reader.
   *
   * @throws IllegalStateException if a field was added before
   */
  public <E extends Entity<I>, I extends EntityId> RowReader<E> entity(
      EntityTable<E, I> entity, Table<?> part) {
    RowReader<E> reader = entity(entity);
    fields.replaceAll(field -> StatementParts.columnOf(part, (Field<?>) field));
    return reader;
  }

  /** Adds a field that is never null, and makes its value that of a row. */
  public Field<R> only(Field<R> field) {
    ResultColumn<R> column = column(field);
    as(row -> row.get(column));
    return field;
  }

  /** Sets the value of a row. */
  public void as(RowReader<R> value) {
    this.reader = value;
  }

  /** Returns the fields to select, in order. */
  public List<SelectField<?>> fields() {
    return List.copyOf(fields);
  }

  @Nullable RowReader<R> reader() {
    return reader;
  }
}
