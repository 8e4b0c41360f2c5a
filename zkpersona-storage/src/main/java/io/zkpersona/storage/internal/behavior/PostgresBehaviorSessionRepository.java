package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.tables.tables.BehaviorSessions.BEHAVIOR_SESSIONS;
import static org.jooq.impl.DSL.greatest;

import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.behavior.FreeTextInputs.Attachment;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.query.Builtins;
import io.zkpersona.storage.internal.query.Parameters;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.repository.Transition;
import io.zkpersona.storage.repository.BehaviorSessionRepository;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

public final class PostgresBehaviorSessionRepository
    extends PostgresRepository<BehaviorSession, BehaviorSessionId, BehaviorSessionFilter>
    implements BehaviorSessionRepository {
  private static final EntityStatements<
          BehaviorSession, BehaviorSession, BehaviorSessionId, BehaviorSessionFilter>
      STATEMENTS =
          EntityStatements.of(BehaviorSessionTable.TABLE, BehaviorSessionConditions.FILTER);

  /** The maximum batch of one sweep call. */
  private static final int MAX_BATCH = 10_000;

  private static final Set<SessionStatus> ACTIVE_ONLY = EnumSet.of(SessionStatus.ACTIVE);

  /** Constant within the statement, unlike the clock's time. */
  private static final Field<Instant> STATEMENT_TIME = Builtins.statementTimestamp();

  private static final Map<Field<?>, Object> NOW_ENDED =
      SessionTimes.endingAt(greatest(STATEMENT_TIME, BEHAVIOR_SESSIONS.START_TIME));

  private record Start(
      BehaviorSessionId id,
      @Nullable UserId userId,
      SessionToken token,
      SessionType type,
      @Nullable ActorId actor) {}

  private static final Statement<SessionToken, BehaviorSession> FIND_BY_SESSION_TOKEN =
      STATEMENTS.findBy(BEHAVIOR_SESSIONS.SESSION_TOKEN);

  /** Inserts a session that starts now. */
  private static final Statement<Start, BehaviorSession> START =
      Statement.of(
          BehaviorSessionTable.TABLE.operation("start"),
          BehaviorSessionTable.TABLE,
          PostgresBehaviorSessionRepository::starting);

  private static final Transition.State<BehaviorSession, BehaviorSessionId, SessionStatus> STATUS =
      new Transition.State<>(
          BehaviorSessionTable.TABLE, BEHAVIOR_SESSIONS.STATUS, BehaviorSession::status);
  private static final Transition<BehaviorSession, BehaviorSessionId, SessionStatus> COMPLETE =
      STATUS.step("complete", ACTIVE_ONLY, SessionStatus.COMPLETED, NOW_ENDED);
  private static final Transition<BehaviorSession, BehaviorSessionId, SessionStatus> TERMINATE =
      STATUS.step("terminate", ACTIVE_ONLY, SessionStatus.TERMINATED, NOW_ENDED);

  public PostgresBehaviorSessionRepository(RepositoryContext context) {
    super(context, STATEMENTS, BehaviorSessionId::generate);
  }

  @Override
  public Optional<BehaviorSession> findBySessionToken(SessionToken sessionToken) {
    return reader().first(FIND_BY_SESSION_TOKEN, Required.argument("sessionToken", sessionToken));
  }

  @Override
  public List<BehaviorSession> findByUserId(UserId userId) {
    return listAtMost(
        operation("find_by_user_id"),
        BehaviorSessionFilter.builder().userId(Required.argument("userId", userId)).build());
  }

  @Override
  public List<BehaviorSession> findActiveByUserId(UserId userId) {
    return listAtMost(
        operation("find_active_by_user_id"),
        BehaviorSessionFilter.builder()
            .userId(Required.argument("userId", userId))
            .status(SessionStatus.ACTIVE)
            .build());
  }

  @Override
  public BehaviorSession start(@Nullable UserId userId, SessionType sessionType) {
    Required.argument("sessionType", sessionType);
    BehaviorSessionId id = newId.get();
    return executor()
        .inserting(
            entity.entityType(),
            () -> List.of(id.value()),
            () ->
                executor()
                    .first(
                        START,
                        new Start(
                            id, userId, SessionToken.generate(), sessionType, context.actor())))
        .orElseThrow();
  }

  private static Query starting(Parameters<Start> in) {
    return DSL.insertInto(BEHAVIOR_SESSIONS)
        .set(BEHAVIOR_SESSIONS.ID, in.value(BEHAVIOR_SESSIONS.ID, Start::id))
        .set(BEHAVIOR_SESSIONS.USER_ID, in.value(BEHAVIOR_SESSIONS.USER_ID, Start::userId))
        .set(
            BEHAVIOR_SESSIONS.SESSION_TOKEN,
            in.value(BEHAVIOR_SESSIONS.SESSION_TOKEN, Start::token))
        .set(BEHAVIOR_SESSIONS.SESSION_TYPE, in.value(BEHAVIOR_SESSIONS.SESSION_TYPE, Start::type))
        .set(BEHAVIOR_SESSIONS.START_TIME, STATEMENT_TIME)
        .set(BEHAVIOR_SESSIONS.CID, in.value(BEHAVIOR_SESSIONS.CID, Start::actor))
        .set(BEHAVIOR_SESSIONS.MID, in.value(BEHAVIOR_SESSIONS.MID, Start::actor))
        .returning(BehaviorSessionTable.TABLE.fields());
  }

  @Override
  public BehaviorSession complete(BehaviorSessionId id) {
    return COMPLETE.take(this, id);
  }

  @Override
  public BehaviorSession terminate(BehaviorSessionId id) {
    return TERMINATE.take(this, id);
  }

  @Override
  public int expireIdle(Instant idleSince, int batch) {
    Instant since = Required.instant("idleSince", idleSince);
    Required.rows("batch", batch, MAX_BATCH);
    return IdleSessions.expire(context, since, batch);
  }

  @Override
  public int attachInputs(BehaviorSessionId id, String sessionId, int limit) {
    Required.argument("id", id);
    SessionText text = new SessionText(Required.argument("sessionId", sessionId));
    Required.rows("limit", limit, MAX_BATCH);
    long attached =
        executor()
            .first(FreeTextInputs.ATTACH, new Attachment(id, text, limit, context.actor()))
            .orElseThrow(() -> notFound(id));
    return Math.toIntExact(attached);
  }

  @Override
  public int attachFreeTextSessions(int limit) {
    Required.rows("limit", limit, MAX_BATCH);
    return new FreeTextSessions(context).attachAll(limit);
  }
}
