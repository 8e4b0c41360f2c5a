package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.id.ActorId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Field;

/** Sets the audit columns of an UPDATE: when a row was modified, and by whom. */
public final class Touch {

  private Touch() {}

  /**
   * Returns the columns to set. Adds one parameter: the context's actor. Null clears the column,
   * since the previous modifier did not make this change.
   */
  public static Map<Field<?>, Object> of(
      Params params, Field<Instant> modifiedAt, Field<ActorId> modifiedBy) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(modifiedBy, params.value(modifiedBy));
    values.put(modifiedAt, DatabaseClock.laterThan(modifiedAt));
    return values;
  }
}
