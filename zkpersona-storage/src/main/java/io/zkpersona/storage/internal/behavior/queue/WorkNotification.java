package io.zkpersona.storage.internal.behavior.queue;

import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.query.Variants;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;

/** The notification that wakes waiting workers when its transaction commits. */
final class WorkNotification {

  /** The channel. The payload is the name of the schema, since a database may have several. */
  static final String CHANNEL = "zkpersona_behavior_inputs";

  /** Notifies. The variant is the name of the schema. */
  static final Variants<String, None, Boolean> NOTIFY =
      Variants.of(
          "work_queue.notify",
          (schema, in, out) -> {
            out.as(row -> true);
            return DSL.select(of(schema));
          });

  private WorkNotification() {}

  /**
   * Returns a statement that notifies, apart from any table: Citus calls a function where the
   * tables of its statement are, and listeners are connected elsewhere.
   */
  static Query select(String schema) {
    return DSL.select(of(schema));
  }

  private static Field<Object> of(String schema) {
    return Builtins.notifying(CHANNEL, schema);
  }
}
