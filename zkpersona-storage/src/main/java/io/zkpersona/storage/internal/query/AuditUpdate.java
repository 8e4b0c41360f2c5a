package io.zkpersona.storage.internal.query;

import io.zkpersona.domain.id.ActorId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Sets the audit columns of an UPDATE: when a row was modified, and by whom. */
public final class AuditUpdate {

  private AuditUpdate() {}

  /**
   * Returns the columns to set.
   *
   * @param actor the actor of the call; null clears the column, since the previous modifier did not
   *     make this change
   */
  public static <P> Map<Field<?>, Object> of(
      Parameters<P> in,
      Field<Instant> modifiedAt,
      Field<ActorId> modifiedBy,
      Function<? super P, @Nullable ActorId> actor) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(modifiedBy, in.value(modifiedBy, actor));
    values.put(modifiedAt, DatabaseClock.laterThan(modifiedAt));
    return values;
  }
}
