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
import java.time.Instant;
import java.util.Optional;

/**
 * Sign-in by wallet: a challenge is issued ({@link WalletChallenge#message} is its text as of
 * EIP-4361), signed by the wallet, and consumed; then a session is opened, whose access token is
 * checked at each call and whose refresh token is exchanged for a fresh pair. Checking the
 * signature is up to the host: this library knows no curve.
 *
 * <p>Of tokens only the SHA-256 is stored. Every time is the database's, at the start of the
 * transaction; what expires at an instant no longer counts at it. Only an active user can open,
 * authenticate or refresh. Whatever lets nobody in is one {@link SignInException}, which tells the
 * reason to the host only. No argument may be null.
 *
 * <p>Each call happens whole or not at all, as a part of the transaction that it is made in. Calls
 * may throw what every call of a {@link Repository} may. Thread-safe, unless it is a transaction's.
 */
public interface SignIn {

  /**
   * Issues a challenge with a nonce of its own. There need not be a user of that wallet yet.
   *
   * <p>Repeat: issues another challenge; the first one's nonce is lost and expires.
   *
   * @param request what the wallet is to be asked
   * @return the challenge as stored
   */
  WalletChallenge issueChallenge(IssueChallengeRequest request);

  /**
   * Takes a challenge, once however many try. Take it before the signature is checked, so that it
   * can't be tried again.
   *
   * <p>Repeat: refused as used; issue another challenge.
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
   * <p>Repeat: opens a second session; the first one's tokens are lost. {@code outcomeOf} knows
   * its id, to revoke it by.
   *
   * @param userId who, as the host has made sure
   * @param lifetimes how long the tokens count
   * @return the session and its secrets
   * @throws SignInException if there is no such user, or it is not active
   */
  SignedIn openSession(UserId userId, SessionLifetimes lifetimes);

  /**
   * Whose session an access token stands for. Notes the use, with a write at most once a minute for
   * a session; in a read-only transaction call it only where that may fail.
   *
   * <p>Repeat: authenticates again, which does no harm.
   *
   * @param accessToken the token
   * @return the session
   * @throws SignInException if the token is unknown, replaced or expired, the session was revoked,
   *     or its user is not active
   */
  AuthSession authenticate(AccessToken accessToken);

  /**
   * Exchanges a refresh token for a fresh pair of tokens; the session's former access token counts
   * no longer. Of many that come with one token at once, one gets a pair.
   *
   * <p>A token that was exchanged before was copied by somebody. It is answered with an empty
   * result and not with an exception, since an exception would undo, in a transaction of the
   * caller's, what then has to stand: the session and all its tokens are revoked.
   *
   * @param refreshToken the token
   * @param lifetimes how long the fresh tokens count, from now
   * @return the session and its new secrets; empty if the token had been exchanged before
   * @throws SignInException if the token is unknown or expired, the session was revoked, or its
   *     user is not active
   */
  Optional<SignedIn> refresh(RefreshToken refreshToken, SessionLifetimes lifetimes);

  /**
   * Ends a session and all its tokens.
   *
   * <p>Repeat: gives false; the session is ended.
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
   * <p>Repeat: ends those that were opened since.
   *
   * @param userId whose
   * @param reason why, at most 255 characters, without personal data
   * @return how many sessions this call ended
   * @throws ValidationException if the reason is too long
   */
  int revokeAll(UserId userId, String reason);

  /**
   * Removes challenges and refresh tokens that expired, and sessions that expired and have no
   * refresh token left, the oldest first. Many processes may do so at once: each takes what no
   * other one is busy with.
   *
   * <p>Repeat: goes on with what is left.
   *
   * @param now those that expire then or earlier, cut to microseconds
   * @param limit how many of each at most, 1 to 10,000
   * @return how many were removed in all; 0 if nothing is left that is free
   * @throws ValidationException if {@code limit} is out of range
   */
  int removeExpired(Instant now, int limit);
}
