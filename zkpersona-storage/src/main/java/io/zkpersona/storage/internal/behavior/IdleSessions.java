package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.max;
import static io.zkpersona.storage.internal.query.Portable.exists;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Expires idle sessions. It locks them first, so that no input can be added, and then decides with
 * a second statement, which sees all inputs added before. Both are sent together; a setting of the
 * transaction hands the ids from the first to the second.
 */
final class IdleSessions {

  private record Sweep(Instant idleSince, long limit, @Nullable ActorId actor) {}

  private static final String LOCKED = "zkpersona.idle_sessions";
  private static final String NONE = "{}";

  private static final Statement<Sweep, Void> EXPIRE =
      Statement.inParts(
          BehaviorSessionTable.TABLE.operation("expire_idle"),
          (in, out) -> List.of(locking(in), expiring(in)));

  private IdleSessions() {}

  static int expire(RepositoryContext context, Instant idleSince, int batch) {
    return context.executor().update(EXPIRE, new Sweep(idleSince, batch, context.actor()));
  }

  /** Locks idle sessions and notes their ids. Storing an input locks its session as well. */
  private static Query locking(Parameters<Sweep> in) {
    Param<Instant> idleSince = in.value(BEHAVIOR_SESSIONS.START_TIME, Sweep::idleSince);
    var locked =
        select(BEHAVIOR_SESSIONS.ID)
            .from(BEHAVIOR_SESSIONS)
            .where(BEHAVIOR_SESSIONS.STATUS.eq(inline(SessionStatus.ACTIVE)))
            .and(BEHAVIOR_SESSIONS.START_TIME.lt(idleSince))
            .and(not(inputSince(idleSince)))
            .orderBy(BEHAVIOR_SESSIONS.START_TIME, BEHAVIOR_SESSIONS.ID)
            .limit(in.number(Sweep::limit))
            .forUpdate()
            .skipLocked()
            .asTable("locked");
    Field<String> ids =
        Builtins.arrayOf(columnOf(locked, BEHAVIOR_SESSIONS.ID)).cast(SQLDataType.VARCHAR);
    return select(Builtins.settingForTransaction(LOCKED, coalesce(ids, inline(NONE)))).from(locked);
  }

  /** Expires the sessions that are still idle. */
  private static Query expiring(Parameters<Sweep> in) {
    Field<Instant> lastInput =
        field(
            select(max(BEHAVIOR_INPUTS.TIMESTAMP))
                .from(BEHAVIOR_INPUTS)
                .where(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.eq(BEHAVIOR_SESSIONS.ID)));
    Field<BehaviorSessionId[]> locked =
        nullif(Builtins.currentSetting(LOCKED), inline(""))
            .cast(BEHAVIOR_SESSIONS.ID.getDataType().getArrayDataType());
    return DSL.update(BEHAVIOR_SESSIONS)
        .set(BEHAVIOR_SESSIONS.STATUS, inline(SessionStatus.EXPIRED))
        .set(SessionTimes.endingAt(greatest(BEHAVIOR_SESSIONS.START_TIME, lastInput)))
        .set(AuditUpdate.of(in, BEHAVIOR_SESSIONS.MTIME, BEHAVIOR_SESSIONS.MID, Sweep::actor))
        .where(BEHAVIOR_SESSIONS.ID.eq(any(locked)))
        .and(not(inputSince(in.value(BEHAVIOR_SESSIONS.START_TIME, Sweep::idleSince))));
  }

  private static Condition inputSince(Param<Instant> time) {
    return exists(
        selectOne()
            .from(BEHAVIOR_INPUTS)
            .where(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.eq(BEHAVIOR_SESSIONS.ID))
            .and(BEHAVIOR_INPUTS.TIMESTAMP.ge(time).or(BEHAVIOR_INPUTS.CTIME.ge(time))));
  }
}
