package io.zkpersona.storage.repository;

import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.SessionNotFoundException;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.repository.change.HistoryOf;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores behavior sessions. */
public interface BehaviorSessionRepository
    extends Repository<BehaviorSession, BehaviorSessionId>,
        FilterablePaginatedRepository<BehaviorSession, BehaviorSessionFilter>,
        HistoryOf<BehaviorSession, BehaviorSessionId> {

  /**
   * Looks up a session by token.
   *
   * @param sessionToken the token
   * @return the session, regardless of its status; empty if there is none
   */
  Optional<BehaviorSession> findBySessionToken(SessionToken sessionToken);

  /**
   * Returns a user's sessions, ordered by id.
   *
   * @param userId the user's id
   * @return all of them, never a truncated list
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<BehaviorSession> findByUserId(UserId userId);

  /**
   * Returns a user's active sessions, ordered by id.
   *
   * @param userId the user's id
   * @return all of them, never a truncated list
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<BehaviorSession> findActiveByUserId(UserId userId);

  /**
   * Starts an active session now, by the database's clock, with a new token of 256 random bits.
   *
   * <p>Repeat: starts a second session; call {@code outcomeOf} first, which knows the id.
   *
   * @param userId the user's id; null if unknown
   * @param sessionType the session's type
   * @return the session as stored
   * @throws MissingReferenceException if there is no such user
   */
  BehaviorSession start(@Nullable UserId userId, SessionType sessionType);

  /**
   * Completes an active session: sets its end to now, by the database's clock, and its duration. Of
   * concurrent calls exactly one succeeds. A session that starts in the future ends when it starts.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the session is
   * completed.
   *
   * @param id the session's id
   * @return the session as stored
   * @throws SessionNotFoundException if there is no such session
   * @throws InvalidTransitionException if it is not active
   */
  BehaviorSession complete(BehaviorSessionId id);

  /**
   * Terminates an active session, setting end and duration as {@link #complete} does.
   *
   * <p>Repeat: throws {@link InvalidTransitionException} from the state to itself; the session is
   * terminated.
   *
   * @param id the session's id
   * @return the session as stored
   * @throws SessionNotFoundException if there is no such session
   * @throws InvalidTransitionException if it is not active
   */
  BehaviorSession terminate(BehaviorSessionId id);

  /**
   * Expires active sessions that have been idle since an instant: they began before it, and none of
   * their inputs has a timestamp at or after it or was stored at or after it. Each session ends at
   * its last input, or at its start if it has none. Oldest first. Safe to run in many processes at
   * once: each skips sessions that others have locked and sessions whose input is being stored.
   *
   * <p>Repeat: continues with the next ones.
   *
   * @param idleSince the instant, truncated to microseconds
   * @param batch the maximum number, 1 to 10,000; call again while the result equals it
   * @return how many sessions this call expired
   * @throws ValidationException if {@code batch} is outside 1 to 10,000
   */
  int expireIdle(Instant idleSince, int batch);

  /**
   * Attaches to a session the inputs that have only this free-text session id and belong to the
   * session's user or to no user. The inputs keep the text.
   *
   * <p>Repeat: continues with the next ones.
   *
   * @param id the session's id; its status does not matter
   * @param sessionId the exact free-text session id
   * @param limit the maximum number of inputs, 1 to 10,000; call again while the result equals it
   * @return how many inputs this call attached; inputs that others have locked are skipped
   * @throws SessionNotFoundException if there is no such session
   * @throws ValidationException if {@code limit} is outside 1 to 10,000
   */
  int attachInputs(BehaviorSessionId id, String sessionId, int limit);

  /**
   * Creates sessions for inputs that have only a free-text session id: one for each pair of user
   * (or no user) and text. Each session is completed, extends from its first to its last input, has
   * the type that fits most of its inputs ({@code api} for an oracle's), and has a new token. Later
   * inputs with the same user and text are attached to the same session, which is extended to cover
   * them. An empty text is ignored.
   *
   * <p>Each text is one transaction, or several if it has very many inputs, so the work can be
   * interrupted and resumed, and shared by many processes: each skips inputs that others have
   * locked.
   *
   * <p>Repeat: continues with the remaining inputs.
   *
   * @param limit the maximum number of texts, 1 to 10,000
   * @return the number of texts whose inputs this call attached; 0 if no unlocked input is left
   * @throws ValidationException if {@code limit} is outside 1 to 10,000
   */
  int attachFreeTextSessions(int limit);
}
