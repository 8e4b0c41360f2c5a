package io.zkpersona.storage.repository;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.auth.WalletChallenge;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.SignInException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.WalletAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sign-in by wallet: a challenge is issued ({@link WalletChallenge#message} is its text as of
 * EIP-4361), signed by the wallet, and consumed; then a session is opened, whose access token is
 * checked at each call and whose refresh token is exchanged for a fresh pair. Checking the
 * signature is up to the host: this library knows no curve.
 *
 * <p>Of tokens only the SHA-256 is stored; for the grace of {@link #refresh} also the latest pair,
 * encrypted under a key that only the exchanged refresh token gives. Every time is the database's,
 * at the start of the transaction, and at the start of the statement for the grace; what expires at
 * an instant no longer counts at it. Only an active user can open, authenticate or refresh. All
 * refusals are one {@link SignInException}, which tells the reason to the host only. No argument
 * may be null.
 *
 * <p>Each call happens whole or not at all, as a part of the transaction that it is made in. Calls
 * may throw what every call of a {@link Repository} may. Thread-safe, unless it is a transaction's.
 */
public interface SignIn {

  /**
   * How long {@link #refresh} repeats its answer, unless {@link #withRefreshGrace} says otherwise:
   * 10 seconds, enough for a second attempt after a lost answer and for two tabs that refresh at
   * once.
   */
  Duration DEFAULT_REFRESH_GRACE = Duration.ofSeconds(10);

  /**
   * The same sign-in with another grace for {@link #refresh}. The grace is fixed for a pair when it
   * is given out. A longer one forgives slower clients, and lets a thief who has a token that was
   * just exchanged use it unnoticed for as long.
   *
   * @param refreshGrace 0 to 60 seconds, cut to microseconds; with 0 nothing is kept for a repeat,
   *     and none is answered
   * @return sign-in on the same connections, in the same transaction if there is one
   * @throws ValidationException if {@code refreshGrace} is out of range
   */
  SignIn withRefreshGrace(Duration refreshGrace);

  /**
   * Issues a challenge with a nonce of its own. There need not be a user of that wallet yet.
   *
   * <p>A repeat issues another challenge; both count until they expire.
   *
   * @param request what the wallet is to be asked
   * @return the challenge as stored
   */
  WalletChallenge issueChallenge(IssueChallengeRequest request);

  /**
   * Takes a challenge, once however many try. Take it before the signature is checked, so that it
   * can't be tried again.
   *
   * <p>A repeat is refused as {@link SignInException.Reason#USED}, also after a lost answer: issue
   * a new challenge then.
   *
   * @param nonce the nonce that was signed
   * @param walletAddress the wallet that signed it
   * @param domain the host's own domain, as it was asked by
   * @return the challenge, whose message the signature is to be checked against
   * @throws SignInException if it is unknown, for another wallet, by another domain, used or
   *     expired
   */
  WalletChallenge consumeChallenge(String nonce, WalletAddress walletAddress, String domain);

  /**
   * Signs a user in.
   *
   * <p>A repeat opens another session; one whose answer was lost stays unused until it expires, or
   * until {@link #revokeAll}.
   *
   * @param userId who, as the host has made sure
   * @param lifetimes how long the tokens count
   * @return the session and its secrets
   * @throws SignInException if there is no such user, or it is not active
   */
  SignedIn openSession(UserId userId, SessionLifetimes lifetimes);

  /**
   * Whose session an access token stands for. Notes the use, with a write at most once a minute for
   * a session; in a read-only transaction call it only where that may fail. That write also erases
   * the encrypted pair of {@link #refresh} once its grace is over.
   *
   * <p>A repeat gives the same session; the use is noted once.
   *
   * @param accessToken the token
   * @return the session
   * @throws SignInException if the token is unknown, replaced or expired, the session was revoked,
   *     or its user is not active
   */
  AuthSession authenticate(AccessToken accessToken);

  /**
   * Exchanges a refresh token for a fresh pair of tokens; the session's former access token counts
   * no longer. Calls with the same token at the same time all get the same pair: the token is
   * exchanged once.
   *
   * <p>A repeat within the grace ({@link #DEFAULT_REFRESH_GRACE}, {@link #withRefreshGrace}) gives
   * the same pair, with the expiries that it has; {@code lifetimes} is ignored then. This holds
   * while the pair is the session's current one: no longer once its refresh token was exchanged, or
   * the session revoked.
   *
   * <p>A repeat after that shows that the token was copied. It is answered with an empty result and
   * not with an exception, since an exception would undo, in a transaction of the caller's, what
   * then has to stand: the session and all its tokens are revoked.
   *
   * @param refreshToken the token
   * @param lifetimes how long the fresh tokens count, from now
   * @return the session and its new secrets; empty if the token had been exchanged before, and the
   *     grace is over
   * @throws SignInException if the token is unknown or expired, the session was revoked, or its
   *     user is not active
   */
  Optional<SignedIn> refresh(RefreshToken refreshToken, SessionLifetimes lifetimes);

  /**
   * Ends a session and all its tokens.
   *
   * <p>A repeat changes nothing and returns false.
   *
   * @param id which session
   * @param reason why, at most 255 characters, without personal data
   * @return whether it was this call that ended it; false if it was revoked before
   * @throws EntityNotFoundException if there is none
   * @throws ValidationException if the reason is too long
   */
  boolean revoke(AuthSessionId id, String reason);

  /**
   * Ends all sessions of a user and all their tokens.
   *
   * <p>A repeat ends the sessions that were opened since.
   *
   * @param userId whose
   * @param reason why, at most 255 characters, without personal data
   * @return how many sessions this call ended
   * @throws ValidationException if the reason is too long
   */
  int revokeAll(UserId userId, String reason);

  /**
   * Removes challenges and refresh tokens that expired, and sessions that expired and have no
   * refresh token left, the oldest first; and erases, from sessions that stay, the encrypted pairs
   * whose grace is over by the database's clock. Many processes may do so at once: each takes what
   * no other one is busy with.
   *
   * <p>A repeat removes what is left.
   *
   * @param now those that expire then or earlier, cut to microseconds
   * @param limit how many of each at most, 1 to 10,000
   * @return how many were removed or erased in all; 0 if nothing is left that is free
   * @throws ValidationException if {@code limit} is out of range
   */
  int removeExpired(Instant now, int limit);
}
