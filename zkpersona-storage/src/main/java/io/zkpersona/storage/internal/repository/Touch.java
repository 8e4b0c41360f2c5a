package io.zkpersona.storage.internal.repository;

import static org.jooq.impl.DSL.coalesce;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.internal.query.Params;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Field;

/** What every UPDATE sets besides its own columns: when a row was changed, and by whom. */
final class Touch {

  private Touch() {}

  /**
   * The columns to set. Takes one value of the call, where it is asked for: the context's actor;
   * for null the row keeps who changed it last.
   */
  static Map<Field<?>, Object> of(
      Params params, Field<Instant> modifiedAt, Field<ActorId> modifiedBy) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(modifiedBy, coalesce(params.value(modifiedBy), modifiedBy));
    values.put(modifiedAt, WriteStatements.laterThan(modifiedAt));
    return values;
  }
}
