package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.inline;

import java.util.List;
import org.jooq.Field;

/**
 * How many rows a statement gives at most. Of a bound number the server assumes a tenth of the
 * table, plans anew at every call for fear of that, and spends as long on planning as on a page of
 * rows. A small number in the statement's text has it plan once. Larger ones are bound, so that
 * texts stay few.
 *
 * @param rows not negative
 * @param samePlan whether one plan is right for all values that the statement binds otherwise;
 *     where it is not, planning at every call is worth its time
 */
public record RowLimit(long rows, boolean samePlan) {

  private static final int LARGEST_IN_TEXT = 128;

  /** Whether the statement's text says it, and the server keeps the plan. */
  public boolean isInText() {
    return samePlan && rows <= LARGEST_IN_TEXT;
  }

  /** What tells statements of different limits apart: equal for those that share their text. */
  public String variant() {
    return isInText() ? Long.toString(rows) : "";
  }

  /** What the statement says; a parameter if the number is not in the text. */
  public Field<Long> field(Params params) {
    return isInText() ? inline(rows) : params.rows();
  }

  /** Adds the value that {@link #field} has asked for, if any. */
  public void addTo(List<Object> values) {
    if (!isInText()) {
      values.add(rows);
    }
  }
}
