package io.zkpersona.storage.repository;

import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.BehaviorSessionFilter;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.behavior.SessionType;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.SessionNotFoundException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
   * Starts an active session now, by the clock of the database, with a new token of 256 random
   * bits.
   *
   * <p>Repeat: starts a second session; ask {@code outcomeOf} first, which knows the id.
   *
   * @param userId whose; null if unknown
   * @param sessionType through what it is held
   * @return the session as stored
   * @throws MissingReferenceException if there is no such user
   */
  BehaviorSession start(@Nullable UserId userId, SessionType sessionType);

  /**
   * Completes an active session: sets its end to now, by the clock of the database, and its
   * duration, exactly once however many try. A session that starts in the future ends when it
   * starts.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the
   * session is completed.
   *
   * @param id which session
   * @return the session as stored
   * @throws SessionNotFoundException if there is none
   * @throws InvalidTransitionException if it is not active
   */
  BehaviorSession complete(BehaviorSessionId id);

  /**
   * Terminates an active session, as {@link #complete} completes it.
   *
   * <p>Repeat: refused with {@link InvalidTransitionException} from the state to itself; the
   * session is terminated.
   *
   * @param id which session
   * @return the session as stored
   * @throws SessionNotFoundException if there is none
   * @throws InvalidTransitionException if it is not active
   */
  BehaviorSession terminate(BehaviorSessionId id);

  /**
   * Expires active sessions in which nothing happened since an instant: they began before it, and
   * no input of theirs has a timestamp at or after it or was stored at or after it. Each ends with
   * the last of its inputs, or when it began. Oldest first; safe to run in many processes at once:
   * each passes over what others are at work on, and sessions whose input is just being stored.
   *
   * <p>Repeat: goes on with the next ones.
   *
   * @param idleSince the instant, cut to microseconds
   * @param batch how many at most, 1 to 10,000; call again while as many come back
   * @return how many this call expired
   * @throws ValidationException if {@code batch} is outside 1 to 10,000
   */
  int expireIdle(Instant idleSince, int batch);

  /**
   * Attaches inputs that know their session by a free text only to a session: those with this text
   * and no session that belong to the session's user or to nobody. They keep the text.
   *
   * <p>Repeat: goes on with the next ones.
   *
   * @param id which session, whatever its status
   * @param sessionId the free text, exactly
   * @param limit how many inputs at most, 1 to 10,000; call again while as many come back
   * @return how many this call attached; inputs that others are at work on are passed over
   * @throws SessionNotFoundException if there is no such session
   * @throws ValidationException if {@code limit} is outside 1 to 10,000
   */
  int attachInputs(BehaviorSessionId id, String sessionId, int limit);

  /**
   * Gives inputs that know their session by a free text only a session of their own, one for each
   * user (or nobody) and text: completed, from the first to the last of its inputs, of the type
   * that fits most of them (an oracle's is {@code api}), with a new token. Inputs that come later
   * with the same user and text are attached to the same session, which then reaches as far as they
   * do. An empty text names no session.
   *
   * <p>Each text is a transaction, or several if it has very many inputs, so that the work may be
   * broken off and taken up again, and done by many processes at once: each passes over inputs that
   * others are at work on.
   *
   * <p>Repeat: goes on with what is left.
   *
   * @param limit how many texts at most, 1 to 10,000
   * @return of how many texts this call attached inputs; 0 when nothing is left that no other is at
   *     work on
   * @throws ValidationException if {@code limit} is outside 1 to 10,000
   */
  int attachFreeTextSessions(int limit);
}
