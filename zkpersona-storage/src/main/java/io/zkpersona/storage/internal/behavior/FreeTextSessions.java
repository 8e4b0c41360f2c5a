package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.query.Builtins.max;
import static io.zkpersona.storage.internal.query.Builtins.min;
import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.mode;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.Touch;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
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

  private enum Key {
    GROUPS,
    LOCK_GROUP,
    LOCK_FOR_SESSION,
    ATTACH,
    OPEN_SESSION
  }

  private record Group(
      @Nullable UserId userId,
      SessionText sessionId,
      Instant first,
      Instant last,
      BehaviorSource source) {}

  private static final Codec<BehaviorInputId> INPUT_ID = Codecs.of(BEHAVIOR_INPUTS.ID);
  private static final Codec<UserId> USER_ID = Codecs.of(BEHAVIOR_INPUTS.USER_ID);
  private static final Codec<SessionText> SESSION_ID = Codecs.of(BEHAVIOR_INPUTS.SESSION_ID);
  private static final Codec<BehaviorSource> SOURCE = Codecs.of(BEHAVIOR_INPUTS.SOURCE);

  private final RepositoryContext context;
  private final String operation;

  FreeTextSessions(RepositoryContext context, String operation) {
    this.context = context;
    this.operation = operation;
  }

  /** Attaches inputs with a free text to a locked session; returns their number. */
  int attachTo(BehaviorSession session, SessionText sessionId, int limit) {
    SqlExecutor tx = context.executor();
    List<BehaviorInputId> inputs =
        tx.list(
            operation,
            shape(Key.LOCK_FOR_SESSION, FreeTextSessions::lockingForSession),
            FreeTextSessions::inputId,
            sessionId,
            session.userId(),
            (long) limit);
    return attach(tx, session.id(), inputs);
  }

  /**
   * Attaches all inputs of up to {@code limit} pairs of user and free text, each pair to one
   * session; returns the number of pairs with attached inputs.
   */
  int attachAll(int limit) {
    List<Group> groups =
        context
            .executor()
            .list(
                operation,
                shape(Key.GROUPS, FreeTextSessions::grouping),
                FreeTextSessions::group,
                (long) limit);
    int attached = 0;
    for (Group group : groups) {
      if (attach(group)) {
        attached++;
      }
    }
    return attached;
  }

  private boolean attach(Group group) {
    try {
      boolean any = false;
      while (context.executor().atomically(operation, tx -> attachSome(tx, group)) > 0) {
        any = true;
      }
      return any;
    } catch (MissingReferenceException userIsGone) {
      // The inputs are gone as well, or have lost their user and are left to a later call.
      return false;
    }
  }

  private int attachSome(SqlExecutor tx, Group group) {
    List<BehaviorInputId> inputs =
        tx.list(
            operation,
            shape(Key.LOCK_GROUP, FreeTextSessions::lockingGroup),
            FreeTextSessions::inputId,
            group.sessionId,
            group.userId,
            (long) BATCH);
    if (inputs.isEmpty()) {
      return 0;
    }
    BehaviorSessionId session = FreeTextSessionId.of(group.userId, group.sessionId);
    tx.update(
        operation,
        shape(Key.OPEN_SESSION, FreeTextSessions::openingSession),
        session,
        group.userId,
        SessionToken.generate(),
        sessionType(group.source),
        group.first,
        group.last,
        seconds(group),
        context.actor(),
        context.actor(),
        context.actor());
    return attach(tx, session, inputs);
  }

  private int attach(SqlExecutor tx, BehaviorSessionId session, List<BehaviorInputId> inputs) {
    return inputs.isEmpty()
        ? 0
        : tx.update(
            operation,
            shape(Key.ATTACH, FreeTextSessions::attaching),
            session,
            context.actor(),
            inputs);
  }

  private static SessionType sessionType(BehaviorSource source) {
    return switch (source) {
      case WEB -> SessionType.WEB;
      case MOBILE -> SessionType.MOBILE;
      case API, ORACLE -> SessionType.API;
      case BLOCKCHAIN -> SessionType.BLOCKCHAIN;
    };
  }

  private static int seconds(Group group) {
    long seconds = Duration.between(group.first, group.last).toSeconds();
    return (int) Math.min(seconds, Integer.MAX_VALUE);
  }

  private static BehaviorInputId inputId(Row row) {
    return Objects.requireNonNull(row.read(INPUT_ID, 1));
  }

  private static Group group(Row row) {
    return new Group(
        row.read(USER_ID, 1),
        Objects.requireNonNull(row.read(SESSION_ID, 2)),
        Objects.requireNonNull(row.read(Codecs.INSTANT, 3)),
        Objects.requireNonNull(row.read(Codecs.INSTANT, 4)),
        Objects.requireNonNull(row.read(SOURCE, 5)));
  }

  private SqlShape shape(Key key, Function<Params, Query> statement) {
    return context.shapes().get(key, statement);
  }

  private static Condition unattached() {
    return BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID.isNull().and(BEHAVIOR_INPUTS.SESSION_ID.isNotNull());
  }

  /**
   * Selects users and free texts with unattached inputs. Binds the maximum number of rows. An empty
   * text identifies no session.
   */
  private static Query grouping(Params params) {
    return select(
            BEHAVIOR_INPUTS.USER_ID,
            BEHAVIOR_INPUTS.SESSION_ID,
            min(BEHAVIOR_INPUTS.TIMESTAMP),
            max(BEHAVIOR_INPUTS.TIMESTAMP),
            mode().withinGroupOrderBy(BEHAVIOR_INPUTS.SOURCE))
        .from(BEHAVIOR_INPUTS)
        .where(unattached())
        .and(BEHAVIOR_INPUTS.SESSION_ID.gt(inline(new SessionText(""), BEHAVIOR_INPUTS.SESSION_ID)))
        .groupBy(BEHAVIOR_INPUTS.SESSION_ID, BEHAVIOR_INPUTS.USER_ID)
        .orderBy(BEHAVIOR_INPUTS.SESSION_ID, BEHAVIOR_INPUTS.USER_ID)
        .limit(params.rows());
  }

  /**
   * Selects and locks the inputs of a user and text. Binds the text, the user, and the maximum
   * number of rows.
   */
  private static Query lockingGroup(Params params) {
    return locking(
        BEHAVIOR_INPUTS
            .SESSION_ID
            .eq(params.value(BEHAVIOR_INPUTS.SESSION_ID))
            .and(BEHAVIOR_INPUTS.USER_ID.isNotDistinctFrom(params.value(BEHAVIOR_INPUTS.USER_ID))),
        params);
  }

  /**
   * Selects and locks inputs with a text that belong to the session's user or to no user. Binds the
   * text, the session's user, and the maximum number of rows.
   */
  private static Query lockingForSession(Params params) {
    Condition text = BEHAVIOR_INPUTS.SESSION_ID.eq(params.value(BEHAVIOR_INPUTS.SESSION_ID));
    Condition owner = BEHAVIOR_INPUTS.USER_ID.eq(params.value(BEHAVIOR_INPUTS.USER_ID));
    return locking(text.and(owner.or(BEHAVIOR_INPUTS.USER_ID.isNull())), params);
  }

  private static Query locking(Condition condition, Params params) {
    return select(BEHAVIOR_INPUTS.ID)
        .from(BEHAVIOR_INPUTS)
        .where(condition)
        .and(unattached())
        .orderBy(BEHAVIOR_INPUTS.ID)
        .limit(params.rows())
        .forNoKeyUpdate()
        .skipLocked();
  }

  /** Attaches inputs to a session. Binds the session, the actor, and the inputs. */
  private static Query attaching(Params params) {
    return DSL.update(BEHAVIOR_INPUTS)
        .set(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID, params.value(BEHAVIOR_INPUTS.BEHAVIOR_SESSION_ID))
        .set(Touch.of(params, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID))
        .where(BEHAVIOR_INPUTS.ID.eq(any(params.array(BEHAVIOR_INPUTS.ID))));
  }

  /**
   * Inserts a session, or extends the times of the existing one to cover its inputs. Binds session,
   * user, token, type, start, end, seconds, and the actor three times.
   */
  private static Query openingSession(Params params) {
    Param<BehaviorSessionId> id = params.value(BEHAVIOR_SESSIONS.ID);
    Field<Instant> start = excluded(BEHAVIOR_SESSIONS.START_TIME);
    Field<Instant> end = excluded(BEHAVIOR_SESSIONS.END_TIME);
    Field<Instant> earliest = least(BEHAVIOR_SESSIONS.START_TIME, start);
    Field<Instant> latest = greatest(BEHAVIOR_SESSIONS.END_TIME, end);
    return DSL.insertInto(BEHAVIOR_SESSIONS)
        .set(BEHAVIOR_SESSIONS.ID, id)
        .set(BEHAVIOR_SESSIONS.USER_ID, params.value(BEHAVIOR_SESSIONS.USER_ID))
        .set(BEHAVIOR_SESSIONS.SESSION_TOKEN, params.value(BEHAVIOR_SESSIONS.SESSION_TOKEN))
        .set(BEHAVIOR_SESSIONS.SESSION_TYPE, params.value(BEHAVIOR_SESSIONS.SESSION_TYPE))
        .set(BEHAVIOR_SESSIONS.START_TIME, params.value(BEHAVIOR_SESSIONS.START_TIME))
        .set(BEHAVIOR_SESSIONS.END_TIME, params.value(BEHAVIOR_SESSIONS.END_TIME))
        .set(BEHAVIOR_SESSIONS.DURATION_SECONDS, params.value(BEHAVIOR_SESSIONS.DURATION_SECONDS))
        .set(BEHAVIOR_SESSIONS.STATUS, inline(SessionStatus.COMPLETED))
        .set(BEHAVIOR_SESSIONS.CID, params.value(BEHAVIOR_SESSIONS.CID))
        .set(BEHAVIOR_SESSIONS.MID, params.value(BEHAVIOR_SESSIONS.MID))
        .onConflict(BEHAVIOR_SESSIONS.ID)
        .doUpdate()
        .set(BEHAVIOR_SESSIONS.START_TIME, earliest)
        .set(BEHAVIOR_SESSIONS.END_TIME, latest)
        .set(BEHAVIOR_SESSIONS.DURATION_SECONDS, SessionTimes.seconds(earliest, latest))
        .set(Touch.of(params, BEHAVIOR_SESSIONS.MTIME, BEHAVIOR_SESSIONS.MID))
        .where(BEHAVIOR_SESSIONS.START_TIME.gt(start).or(BEHAVIOR_SESSIONS.END_TIME.lt(end)));
  }
}
