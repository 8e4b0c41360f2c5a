package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.id.ActorId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Field;

/** What every UPDATE sets besides its own columns: when a row was changed, and by whom. */
public final class Touch {

  private Touch() {}

  /**
   * The columns to set. Takes one value of the call, where it is asked for: the context's actor.
   * For null nobody is named: whoever changed the row before did not make this change.
   */
  public static Map<Field<?>, Object> of(
      Params params, Field<Instant> modifiedAt, Field<ActorId> modifiedBy) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(modifiedBy, params.value(modifiedBy));
    values.put(modifiedAt, DatabaseClock.laterThan(modifiedAt));
    return values;
  }
}
