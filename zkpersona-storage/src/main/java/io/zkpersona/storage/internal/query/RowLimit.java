package io.zkpersona.storage.internal.query;

import static org.jooq.impl.DSL.inline;

import java.util.function.ToLongFunction;
import org.jooq.Field;

/**
 * The maximum number of rows that a statement returns. For a bound limit the server assumes a tenth
 * of the table, and for that reason plans again at every call, which takes as long as reading a
 * page of rows. With a small limit in the statement's text it plans once. Larger limits are bound,
 * to keep the number of texts small.
 *
 * @param rows not negative
 * @param samePlan whether one plan is right for all other values that the statement binds; if not,
 *     planning at every call is worth its time
 */
public record RowLimit(long rows, boolean samePlan) {

  private static final int LARGEST_IN_TEXT = 128;

  /** Tells whether the limit is part of the statement's text, so that the server keeps the plan. */
  public boolean isInText() {
    return samePlan && rows <= LARGEST_IN_TEXT;
  }

  /** Returns a key that is equal for limits whose statements share their text. */
  public String variant() {
    return isInText() ? Long.toString(rows) : "";
  }

  /** Returns the limit as a constant in the text, or as a parameter. */
  public <P> Field<Long> field(Parameters<P> in, ToLongFunction<? super P> limit) {
    return isInText() ? inline(rows) : in.number(limit);
  }
}
