package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.count;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.AuditUpdate;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Attaches inputs that have only a free-text session id to a session that exists. */
final class FreeTextInputs {

  /** Inputs with a text to attach to a session, at most {@code limit} of them. */
  record Attachment(
      BehaviorSessionId session, SessionText text, long limit, @Nullable ActorId actor) {}

  /** Inputs that have only a free-text session id. */
  static final Condition UNATTACHED =
      BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.isNull().and(BEHAVIOR_INPUTS.SESSION_ID.isNotNull());

  /** Attaches inputs to a session; returns their number, or no row if there is no such session. */
  static final Statement<Attachment, Long> ATTACH =
      Statement.inParts(
          BehaviorSessionTable.TABLE.operation("attach_inputs"),
          (in, out) -> List.of(attaching(in, out)));

  private FreeTextInputs() {}

  /**
   * Locks the session, then inputs with the text that belong to the session's user or to no user.
   */
  private static Query attaching(Parameters<Attachment> in, Results<Long> out) {
    var session =
        name("session")
            .as(
                select(BEHAVIOR_SESSIONS.ID, BEHAVIOR_SESSIONS.USER_ID)
                    .from(BEHAVIOR_SESSIONS)
                    .where(
                        BEHAVIOR_SESSIONS.ID.eq(
                            in.value(BEHAVIOR_SESSIONS.ID, Attachment::session)))
                    .forNoKeyUpdate());
    Condition owned =
        BEHAVIOR_INPUTS
            .USER_ID
            .eq(columnOf(session, BEHAVIOR_SESSIONS.USER_ID))
            .or(BEHAVIOR_INPUTS.USER_ID.isNull());
    var inputs =
        name("inputs")
            .as(
                select(BEHAVIOR_INPUTS.ID)
                    .from(BEHAVIOR_INPUTS)
                    .join(session)
                    .on(owned)
                    .where(
                        BEHAVIOR_INPUTS.SESSION_ID.eq(
                            in.value(BEHAVIOR_INPUTS.SESSION_ID, Attachment::text)))
                    .and(UNATTACHED)
                    .orderBy(BEHAVIOR_INPUTS.ID)
                    .limit(in.number(Attachment::limit))
                    .forNoKeyUpdate()
                    .of(BEHAVIOR_INPUTS)
                    .skipLocked());
    var attached =
        name("attached")
            .as(
                DSL.update(BEHAVIOR_INPUTS)
                    .set(attachment(in, Attachment::session, Attachment::actor))
                    .from(inputs)
                    .where(BEHAVIOR_INPUTS.ID.eq(columnOf(inputs, BEHAVIOR_INPUTS.ID)))
                    .returning(BEHAVIOR_INPUTS.ID));
    var total = out.column(field(select(count()).from(attached)), Codecs.LONG);
    out.as(row -> row.get(total));
    return with(session).with(inputs).with(attached).select(out.fields()).from(session);
  }

  /** Returns the columns to set of an input that is attached to a session. */
  static <P> Map<Field<?>, Object> attachment(
      Parameters<P> in,
      Function<P, BehaviorSessionId> session,
      Function<P, @Nullable ActorId> actor) {
    Map<Field<?>, Object> values = new LinkedHashMap<>();
    values.put(
        BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID,
        in.value(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID, session));
    values.putAll(AuditUpdate.of(in, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID, actor));
    return values;
  }
}
