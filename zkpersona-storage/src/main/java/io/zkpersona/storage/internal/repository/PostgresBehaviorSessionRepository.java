package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.Tables.BEHAVIOR_SESSIONS;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.SessionStatus;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.repository.BehaviorSessionRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class PostgresBehaviorSessionRepository
    extends PostgresRepository<BehaviorSession, BehaviorSessionId, BehaviorSessionFilter>
    implements BehaviorSessionRepository {

  private enum Key {
    FIND_BY_TOKEN
  }

  PostgresBehaviorSessionRepository(RepositoryContext context) {
    super(
        context,
        BehaviorSessionTable.TABLE,
        BehaviorSessionConditions.FILTER,
        BehaviorSessionId::generate);
  }

  @Override
  public Optional<BehaviorSession> findBySessionToken(SessionToken sessionToken) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.FIND_BY_TOKEN,
                params ->
                    select(entity.fields())
                        .from(entity.table())
                        .where(
                            BEHAVIOR_SESSIONS.SESSION_TOKEN.eq(
                                params.value(BEHAVIOR_SESSIONS.SESSION_TOKEN))));
    return executor()
        .first(
            operation("find_by_session_token"),
            shape,
            entity.reader(),
            Required.argument("sessionToken", sessionToken));
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
  public BehaviorSession complete(BehaviorSessionId id) {
    return end(id, SessionStatus.COMPLETED);
  }

  @Override
  public BehaviorSession terminate(BehaviorSessionId id) {
    return end(id, SessionStatus.TERMINATED);
  }

  /** The row's lock makes one of several callers the first; the others find it ended. */
  private BehaviorSession end(BehaviorSessionId id, SessionStatus status) {
    return update(
        id,
        session -> {
          if (session.status() != SessionStatus.ACTIVE) {
            throw new InvalidTransitionException(
                entity.entityType(), session.status().value(), status.value());
          }
          Instant now = Instant.now();
          Instant end = now.isBefore(session.startTime()) ? session.startTime() : now;
          long seconds = Duration.between(session.startTime(), end).toSeconds();
          return session.toBuilder()
              .status(status)
              .endTime(end)
              .durationSeconds((int) Math.min(seconds, Integer.MAX_VALUE))
              .build();
        });
  }
}
