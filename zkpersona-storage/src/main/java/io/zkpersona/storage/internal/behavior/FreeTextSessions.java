package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.max;
import static io.zkpersona.storage.internal.query.Builtins.min;
import static io.zkpersona.storage.internal.query.Portable.exists;
import static io.zkpersona.storage.internal.query.StatementParts.columnOf;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.mode;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.with;

import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.query.DatabaseClock;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Results;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Creates sessions for inputs that have only a free-text session id.
 *
 * <p>A worker locks the inputs it attaches, and others skip locked inputs. The id of a session is
 * derived from its user and text, so that concurrent and later callers use the same session.
 */
final class FreeTextSessions {

  /** The maximum number of inputs that one statement attaches. */
  private static final int BATCH = 10_000;

  private record Group(
      @Nullable UserId userId,
      SessionText sessionId,
      Instant first,
      Instant last,
      BehaviorSource source) {

    SessionType type() {
      return switch (source) {
        case WEB -> SessionType.WEB;
        case MOBILE -> SessionType.MOBILE;
        case API, ORACLE -> SessionType.API;
        case BLOCKCHAIN -> SessionType.BLOCKCHAIN;
      };
    }

    int seconds() {
      return (int) Math.min(Duration.between(first, last).toSeconds(), Integer.MAX_VALUE);
    }
  }

  private record ToOwnSession(
      BehaviorSessionId id, Group group, SessionToken token, @Nullable ActorId actor) {}

  private static final String ATTACH_ALL =
      BehaviorSessionTable.TABLE.operation("attach_free_text_sessions");

  private static final Statement<Integer, Group> GROUPS =
      Statement.of(ATTACH_ALL, FreeTextSessions::grouping);

  /**
   * Attaches inputs of a user and text to their own session. Inserts it, or extends the times of
   * the existing one to cover its inputs.
   */
  private static final Statement<ToOwnSession, Void> ATTACH_TO_OWN =
      Statement.inParts(ATTACH_ALL, (in, out) -> List.of(attachingToOwn(in)));

  private final RepositoryContext context;

  FreeTextSessions(RepositoryContext context) {
    this.context = context;
  }

  /**
   * Attaches all inputs of up to {@code limit} pairs of user and free text, each pair to one
   * session; returns the number of pairs with attached inputs.
   */
  int attachAll(int limit) {
    int attached = 0;
    for (Group group : context.executor().list(GROUPS, limit)) {
      if (attach(group)) {
        attached++;
      }
    }
    return attached;
  }

  private boolean attach(Group group) {
    BehaviorSessionId session = FreeTextSessionId.of(group.userId, group.sessionId);
    boolean any = false;
    try {
      int attached;
      do {
        attached =
            context
                .executor()
                .update(
                    ATTACH_TO_OWN,
                    new ToOwnSession(session, group, SessionToken.generate(), context.actor()));
        any |= attached > 0;
      } while (attached == BATCH);
      return any;
    } catch (MissingReferenceException userIsGone) {
      // The inputs are gone as well, or have lost their user and are left to a later call.
      return false;
    }
  }

  /** Selects users and free texts with unattached inputs. An empty text identifies no session. */
  private static Query grouping(Parameters<Integer> in, Results<Group> out) {
    var user = out.column(BEHAVIOR_INPUTS.USER_ID);
    var text = out.column(BEHAVIOR_INPUTS.SESSION_ID);
    var first = out.column(min(BEHAVIOR_INPUTS.TIMESTAMP));
    var last = out.column(max(BEHAVIOR_INPUTS.TIMESTAMP));
    var source = out.column(mode().withinGroupOrderBy(BEHAVIOR_INPUTS.SOURCE));
    out.as(
        row ->
            new Group(
                row.getNullable(user),
                row.get(text),
                row.get(first),
                row.get(last),
                row.get(source)));
    return select(out.fields())
        .from(BEHAVIOR_INPUTS)
        .where(FreeTextInputs.UNATTACHED)
        .and(BEHAVIOR_INPUTS.SESSION_ID.gt(inline(new SessionText(""), BEHAVIOR_INPUTS.SESSION_ID)))
        .groupBy(BEHAVIOR_INPUTS.SESSION_ID, BEHAVIOR_INPUTS.USER_ID)
        .orderBy(BEHAVIOR_INPUTS.SESSION_ID, BEHAVIOR_INPUTS.USER_ID)
        .limit(in.number(limit -> limit));
  }

  private static Query attachingToOwn(Parameters<ToOwnSession> in) {
    Parameters<Group> group = in.of(ToOwnSession::group);
    var inputs =
        name("inputs")
            .as(
                select(BEHAVIOR_INPUTS.ID)
                    .from(BEHAVIOR_INPUTS)
                    .where(
                        BEHAVIOR_INPUTS.SESSION_ID.eq(
                            group.value(BEHAVIOR_INPUTS.SESSION_ID, Group::sessionId)))
                    .and(
                        BEHAVIOR_INPUTS.USER_ID.isNotDistinctFrom(
                            group.value(BEHAVIOR_INPUTS.USER_ID, Group::userId)))
                    .and(FreeTextInputs.UNATTACHED)
                    .orderBy(BEHAVIOR_INPUTS.ID)
                    .limit(inline(BATCH))
                    .forNoKeyUpdate()
                    .skipLocked());
    return with(inputs)
        .with(name("opened").as(opening(in, group, inputs)))
        .update(BEHAVIOR_INPUTS)
        .set(FreeTextInputs.attachment(in, ToOwnSession::id, ToOwnSession::actor))
        .from(inputs)
        .where(BEHAVIOR_INPUTS.ID.eq(columnOf(inputs, BEHAVIOR_INPUTS.ID)));
  }

  /** Inserts a session if there are inputs for it, or extends the times of the existing one. */
  private static ResultQuery<?> opening(
      Parameters<ToOwnSession> in, Parameters<Group> group, Table<?> inputs) {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    values.put(BEHAVIOR_SESSIONS.ID, in.value(BEHAVIOR_SESSIONS.ID, ToOwnSession::id));
    values.put(BEHAVIOR_SESSIONS.USER_ID, group.value(BEHAVIOR_SESSIONS.USER_ID, Group::userId));
    values.put(
        BEHAVIOR_SESSIONS.SESSION_TOKEN,
        in.value(BEHAVIOR_SESSIONS.SESSION_TOKEN, ToOwnSession::token));
    values.put(
        BEHAVIOR_SESSIONS.SESSION_TYPE, group.value(BEHAVIOR_SESSIONS.SESSION_TYPE, Group::type));
    values.put(
        BEHAVIOR_SESSIONS.START_TIME, group.value(BEHAVIOR_SESSIONS.START_TIME, Group::first));
    values.put(BEHAVIOR_SESSIONS.END_TIME, group.value(BEHAVIOR_SESSIONS.END_TIME, Group::last));
    values.put(
        BEHAVIOR_SESSIONS.DURATION_SECONDS,
        group.value(BEHAVIOR_SESSIONS.DURATION_SECONDS, Group::seconds));
    values.put(BEHAVIOR_SESSIONS.STATUS, inline(SessionStatus.COMPLETED, BEHAVIOR_SESSIONS.STATUS));
    values.put(BEHAVIOR_SESSIONS.CID, in.value(BEHAVIOR_SESSIONS.CID, ToOwnSession::actor));
    values.put(BEHAVIOR_SESSIONS.MID, in.value(BEHAVIOR_SESSIONS.MID, ToOwnSession::actor));
    Field<Instant> start = excluded(BEHAVIOR_SESSIONS.START_TIME);
    Field<Instant> end = excluded(BEHAVIOR_SESSIONS.END_TIME);
    Field<Instant> earliest = least(BEHAVIOR_SESSIONS.START_TIME, start);
    Field<Instant> latest = greatest(BEHAVIOR_SESSIONS.END_TIME, end);
    return DSL.insertInto(BEHAVIOR_SESSIONS)
        .columns(values.keySet())
        .select(select(values.values()).where(exists(selectOne().from(inputs))))
        .onConflict(BEHAVIOR_SESSIONS.ID)
        .doUpdate()
        .set(BEHAVIOR_SESSIONS.START_TIME, earliest)
        .set(BEHAVIOR_SESSIONS.END_TIME, latest)
        .set(BEHAVIOR_SESSIONS.DURATION_SECONDS, SessionTimes.seconds(earliest, latest))
        .set(BEHAVIOR_SESSIONS.MTIME, DatabaseClock.excludedOrLaterThan(BEHAVIOR_SESSIONS.MTIME))
        .set(BEHAVIOR_SESSIONS.MID, excluded(BEHAVIOR_SESSIONS.MID))
        .where(BEHAVIOR_SESSIONS.START_TIME.gt(start).or(BEHAVIOR_SESSIONS.END_TIME.lt(end)))
        .returning(BEHAVIOR_SESSIONS.ID);
  }
}
