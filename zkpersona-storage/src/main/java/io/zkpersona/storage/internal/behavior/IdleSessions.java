package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.max;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.Touch;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.DSL;

/**
 * Expires idle sessions. It locks them first, so that no input can be added, and then decides with
 * a second statement, which sees all inputs added before.
 */
final class IdleSessions {

  private enum Key {
    LOCK,
    EXPIRE
  }

  private static final Codec<BehaviorSessionId> ID = Codecs.of(BEHAVIOR_SESSIONS.ID);

  private IdleSessions() {}

  static int expire(RepositoryContext context, String operation, Instant idleSince, int batch) {
    SqlShape lock = context.shapes().get(Key.LOCK, IdleSessions::locking);
    SqlShape expire = context.shapes().get(Key.EXPIRE, IdleSessions::expiring);
    return context
        .executor()
        .atomically(
            operation,
            tx -> {
              List<BehaviorSessionId> idle =
                  tx.list(
                      operation,
                      lock,
                      row -> Objects.requireNonNull(row.read(ID, 1)),
                      idleSince,
                      (long) batch);
              return idle.isEmpty()
                  ? 0
                  : tx.update(operation, expire, context.actor(), idle, idleSince);
            });
  }

  /**
   * Selects and locks idle sessions. Binds the time since which they are idle, and the maximum
   * number of rows. Storing an input locks its session as well.
   */
  private static Query locking(Params params) {
    Param<Instant> idleSince = params.value(BEHAVIOR_SESSIONS.START_TIME);
    return select(BEHAVIOR_SESSIONS.ID)
        .from(BEHAVIOR_SESSIONS)
        .where(BEHAVIOR_SESSIONS.STATUS.eq(inline(SessionStatus.ACTIVE)))
        .and(BEHAVIOR_SESSIONS.START_TIME.lt(idleSince))
        .and(not(inputSince(idleSince)))
        .orderBy(BEHAVIOR_SESSIONS.START_TIME, BEHAVIOR_SESSIONS.ID)
        .limit(params.rows())
        .forUpdate()
        .skipLocked();
  }

  /**
   * Expires the sessions that are still idle. Binds the actor, the ids, and the time since which
   * they are idle.
   */
  private static Query expiring(Params params) {
    Field<Instant> lastInput =
        field(
            select(max(BEHAVIOR_INPUTS.TIMESTAMP))
                .from(BEHAVIOR_INPUTS)
                .where(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.eq(BEHAVIOR_SESSIONS.ID)));
    return DSL.update(BEHAVIOR_SESSIONS)
        .set(BEHAVIOR_SESSIONS.STATUS, inline(SessionStatus.EXPIRED))
        .set(SessionTimes.endingAt(greatest(BEHAVIOR_SESSIONS.START_TIME, lastInput)))
        .set(Touch.of(params, BEHAVIOR_SESSIONS.MTIME, BEHAVIOR_SESSIONS.MID))
        .where(BEHAVIOR_SESSIONS.ID.eq(any(params.array(BEHAVIOR_SESSIONS.ID))))
        .and(not(inputSince(params.value(BEHAVIOR_SESSIONS.START_TIME))));
  }

  private static Condition inputSince(Param<Instant> time) {
    return exists(
        selectOne()
            .from(BEHAVIOR_INPUTS)
            .where(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.eq(BEHAVIOR_SESSIONS.ID))
            .and(BEHAVIOR_INPUTS.TIMESTAMP.ge(time).or(BEHAVIOR_INPUTS.CTIME.ge(time))));
  }
}
