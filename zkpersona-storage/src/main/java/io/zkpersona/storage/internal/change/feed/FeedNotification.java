package io.zkpersona.storage.internal.change.feed;

import static org.jooq.impl.DSL.select;

import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.query.Variants;
import org.jooq.Field;

/** The notification that wakes waiting readers when its transaction commits. */
final class FeedNotification {

  /** The channel. The payload is the name of the schema, since a database may have several. */
  static final String CHANNEL = "zkpersona_changes";

  /** Notifies. The variant is the name of the schema. */
  static final Variants<String, None, Boolean> NOTIFY =
      Variants.of(
          "change_feed.wake",
          (schema, in, out) -> {
            out.as(row -> true);
            return select(of(schema));
          });

  private FeedNotification() {}

  /** Returns the call that notifies, to be selected. */
  static Field<Object> of(String schema) {
    return Builtins.notifying(CHANNEL, schema);
  }
}
