package io.zkpersona.storage.repository;

import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.SessionNotFoundException;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import java.util.List;
import java.util.Optional;

/** Behavior sessions. */
public interface BehaviorSessionRepository
    extends Repository<BehaviorSession, BehaviorSessionId>,
        FilterablePaginatedRepository<BehaviorSession, BehaviorSessionFilter> {

  /**
   * Looks a session up by its token.
   *
   * @param sessionToken the token
   * @return the session, whatever its status, empty if there is none
   */
  Optional<BehaviorSession> findBySessionToken(SessionToken sessionToken);

  /**
   * A user's sessions, ordered by id.
   *
   * @param userId whose
   * @return all of them, never a part
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<BehaviorSession> findByUserId(UserId userId);

  /**
   * A user's sessions that are active, ordered by id.
   *
   * @param userId whose
   * @return all of them, never a part
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<BehaviorSession> findActiveByUserId(UserId userId);

  /**
   * Completes an active session: sets its end to now and its duration, exactly once however many
   * try.
   *
   * @param id which session
   * @return the session as stored
   * @throws SessionNotFoundException if there is none
   * @throws InvalidTransitionException if it is not active
   */
  BehaviorSession complete(BehaviorSessionId id);

  /**
   * Terminates an active session: sets its end to now and its duration, exactly once however many
   * try.
   *
   * @param id which session
   * @return the session as stored
   * @throws SessionNotFoundException if there is none
   * @throws InvalidTransitionException if it is not active
   */
  BehaviorSession terminate(BehaviorSessionId id);
}
