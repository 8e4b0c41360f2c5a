package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.floor;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static org.jooq.impl.DSL.extract;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** What the end of a session sets. */
final class SessionTimes {

  private SessionTimes() {}

  /** The end, and the duration up to it from the start that is stored. */
  static Map<Field<?>, Object> endingAt(Field<Instant> end) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(BEHAVIOR_SESSIONS.END_TIME, end);
    values.put(BEHAVIOR_SESSIONS.DURATION_SECONDS, seconds(BEHAVIOR_SESSIONS.START_TIME, end));
    return values;
  }

  /** Whole seconds between two times; the greatest number the column holds, if it is less. */
  static Field<Integer> seconds(Field<Instant> start, Field<Instant> end) {
    Field<Integer> passed = floor(epoch(end).minus(epoch(start)));
    return least(passed, inline(Integer.MAX_VALUE)).cast(SQLDataType.INTEGER);
  }

  private static Field<Integer> epoch(Field<Instant> time) {
    return extract(time, DatePart.EPOCH);
  }
}
