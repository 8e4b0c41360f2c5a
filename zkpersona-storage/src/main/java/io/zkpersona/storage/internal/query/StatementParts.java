package io.zkpersona.storage.internal.query;

import java.util.Objects;
import org.jooq.Field;
import org.jooq.Table;

/** The named parts of a statement: its WITH clauses and subqueries. */
public final class StatementParts {

  private StatementParts() {}

  /** Returns a column as a part of the statement exposes it. */
  public static <T> Field<T> columnOf(Table<?> part, Field<T> field) {
    return Objects.requireNonNull(part.field(field));
  }
}
