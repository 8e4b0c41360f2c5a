package io.zkpersona.storage.internal.query;

import java.util.Objects;
import org.jooq.Field;
import org.jooq.Table;

/** The named parts a statement is put together from: what its WITH and its subqueries return. */
public final class StatementParts {

  private StatementParts() {}

  /** A column as a part of the statement passes it on. */
  public static <T> Field<T> columnOf(Table<?> part, Field<T> field) {
    return Objects.requireNonNull(part.field(field));
  }
}
