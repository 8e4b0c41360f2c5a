package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.inline;

import java.util.List;
import org.jooq.Field;

/**
 * How many rows a statement gives at most. A small number is written into its text: of a bound one
 * the server assumes a tenth of the table, plans anew at every call for fear of that, and spends
 * more on planning than on a page of rows. Larger ones are bound, so that texts stay few.
 *
 * @param rows not negative
 */
public record RowLimit(long rows) {

  /** With one more than {@code limit}, which tells whether there are more. */
  public static RowLimit oneMoreThan(int limit) {
    return new RowLimit(limit + 1L);
  }

  private static final int LARGEST_IN_TEXT = 128;

  private boolean isInText() {
    return rows <= LARGEST_IN_TEXT;
  }

  /** What tells statements of different limits apart: equal for those that share their text. */
  public String variant() {
    return isInText() ? Long.toString(rows) : "";
  }

  /** What the statement says; a parameter if the number is not in the text. */
  public Field<Long> field(Params params) {
    return isInText() ? inline(rows) : params.rows();
  }

  /** What a call binds: the parameter that {@link #field} has asked for, if any. */
  public List<Object> values() {
    return isInText() ? List.of() : List.of(rows);
  }
}
