package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.floor;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static org.jooq.impl.DSL.extract;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;

import io.zkpersona.storage.internal.query.Builtins;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** Computes the columns that the end of a session sets. */
final class SessionTimes {

  private SessionTimes() {}

  /** Returns the end, and the duration from the stored start to the end. */
  static Map<Field<?>, Object> endingAt(Field<Instant> end) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(BEHAVIOR_SESSIONS.END_TIME, end);
    values.put(BEHAVIOR_SESSIONS.DURATION_SECONDS, seconds(BEHAVIOR_SESSIONS.START_TIME, end));
    return values;
  }

  /**
   * Returns the whole seconds between two times, at most the greatest value that the column holds.
   */
  static Field<Integer> seconds(Field<Instant> start, Field<Instant> end) {
    Field<Integer> passed = floor(epoch(end).minus(epoch(start)));
    return least(passed, inline(Integer.MAX_VALUE)).cast(SQLDataType.INTEGER);
  }

  private static Field<Integer> epoch(Field<Instant> time) {
    return extract(Builtins.inUtc(time), DatePart.EPOCH);
  }
}
