package io.zkpersona.storage.repository;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.IssueChallengeRequest;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.auth.WalletChallenge;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.WalletAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sign-in by wallet. The host issues a challenge ({@link WalletChallenge#message} is its EIP-4361
 * text), the wallet signs it, and the host consumes it and opens a session. The session's access
 * token is checked on each call; its refresh token is exchanged for a new pair of tokens. The host
 * verifies the signature; this library implements no curve.
 *
 * <p>Only the SHA-256 hash of a token is stored. During the grace period of {@link #refresh} the
 * latest pair is also stored, encrypted under a key derived from the exchanged refresh token. All
 * times are the database's, at the start of the transaction, except that the grace period uses the
 * start of the statement. A token is invalid from the instant of its expiry on. Only an active user
 * can open, authenticate or refresh a session. Every refusal is a {@link SignInException}, whose
 * reason is meant for the host only. No argument may be null.
 *
 * <p>Each call is atomic and takes part in the caller's transaction, if there is one. Every call
 * may also throw the exceptions that any call of a {@link Repository} may throw. Thread-safe,
 * unless obtained from a transaction.
 */
public interface SignIn {

  /**
   * The default grace period of {@link #refresh}: 10 seconds, enough for a retry after a lost
   * answer and for two browser tabs that refresh at once. {@link #withRefreshGrace} changes it.
   */
  Duration DEFAULT_REFRESH_GRACE = Duration.ofSeconds(10);

  /**
   * Returns this sign-in with another grace period for {@link #refresh}. The grace period of a pair
   * is fixed when the pair is issued. A longer one tolerates slower clients, but lets a thief use a
   * token that was just exchanged undetected for that time.
   *
   * @param refreshGrace 0 to 60 seconds, truncated to microseconds; with 0 no pair is kept, and
   *     every repeated exchange counts as reuse
   * @return a sign-in on the same connections, in the same transaction if there is one
   * @throws ValidationException if {@code refreshGrace} is out of range
   */
  SignIn withRefreshGrace(Duration refreshGrace);

  /**
   * Issues a challenge with a new nonce. The wallet need not have a user yet.
   *
   * <p>Repeat: issues another challenge; both are valid until they expire.
   *
   * @param request the wallet, the domain and the content of the message
   * @return the challenge as stored
   */
  WalletChallenge issueChallenge(IssueChallengeRequest request);

  /**
   * Consumes a challenge; of concurrent calls exactly one succeeds. Consume it before checking the
   * signature, so that it can't be tried again.
   *
   * <p>Repeat: throws {@link SignInException} with {@link SignInException.Reason#USED}, also after
   * a lost answer; issue a new challenge then.
   *
   * @param nonce the nonce that was signed
   * @param walletAddress the wallet that signed it
   * @param domain the domain of the host, as given when the challenge was issued
   * @return the challenge; check the signature against its message
   * @throws SignInException if the challenge is unknown, for another wallet or domain, used or
   *     expired
   */
  WalletChallenge consumeChallenge(String nonce, WalletAddress walletAddress, String domain);

  /**
   * Opens a session for a user.
   *
   * <p>Repeat: opens another session; one whose answer was lost stays unused until it expires, or
   * until {@link #revokeAll}.
   *
   * @param userId the user, whom the host has authenticated
   * @param lifetimes how long the tokens are valid
   * @return the session and its tokens
   * @throws SignInException if the user does not exist or is not active
   */
  SignedIn openSession(UserId userId, SessionLifetimes lifetimes);

  /**
   * Returns the session of an access token. Records the time of use, with at most one write per
   * minute and session; a call in a read-only transaction fails when that write is due. The write
   * also erases the encrypted pair of {@link #refresh} after its grace period.
   *
   * <p>Repeat: returns the same session; the use is recorded once.
   *
   * @param accessToken the token
   * @return the session
   * @throws SignInException if the token is unknown, replaced or expired, the session is revoked,
   *     or its user is not active
   */
  AuthSession authenticate(AccessToken accessToken);

  /**
   * Exchanges a refresh token for a new pair of tokens; the session's previous access token becomes
   * invalid. Concurrent calls with the same token return the same pair: the token is exchanged
   * once.
   *
   * <p>Repeat within the grace period ({@link #DEFAULT_REFRESH_GRACE}, {@link #withRefreshGrace}):
   * returns the same pair with its original expiries; {@code lifetimes} is ignored. This holds
   * while the pair is the session's current one, that is, until its refresh token is exchanged or
   * the session is revoked.
   *
   * <p>Repeat after that: shows that the token was copied. The session and all its tokens are
   * revoked, and the result is empty. It is not an exception, because an exception would roll back
   * the revocation in a caller's transaction.
   *
   * @param refreshToken the token
   * @param lifetimes how long the new tokens are valid, from now
   * @return the session and its new tokens; empty if the token was already exchanged and the grace
   *     period is over
   * @throws SignInException if the token is unknown or expired, the session is revoked, or its user
   *     is not active
   */
  Optional<SignedIn> refresh(RefreshToken refreshToken, SessionLifetimes lifetimes);

  /**
   * Revokes a session and all its tokens.
   *
   * <p>Repeat: changes nothing and returns false.
   *
   * @param id the session's id
   * @param reason the reason, at most 255 characters, without personal data
   * @return true if this call revoked it; false if it was already revoked
   * @throws EntityNotFoundException if there is no such session
   * @throws ValidationException if the reason is too long
   */
  boolean revoke(AuthSessionId id, String reason);

  /**
   * Revokes all sessions of a user and all their tokens.
   *
   * <p>Repeat: revokes the sessions opened since.
   *
   * @param userId the user's id
   * @param reason the reason, at most 255 characters, without personal data
   * @return how many sessions this call revoked
   * @throws ValidationException if the reason is too long
   */
  int revokeAll(UserId userId, String reason);

  /**
   * Deletes expired challenges and refresh tokens, and expired sessions that have no refresh token
   * left, oldest first. In the remaining sessions, erases encrypted pairs whose grace period is
   * over by the database's clock. Safe to run in many processes at once: each skips rows that
   * another one has locked.
   *
   * <p>Repeat: deletes further rows.
   *
   * @param now rows that expire at or before this instant are deleted; truncated to microseconds
   * @param limit the maximum number of rows of each type, 1 to 10,000
   * @return how many rows were deleted or erased in total; 0 if no unlocked row is left
   * @throws ValidationException if {@code limit} is out of range
   */
  int removeExpired(Instant now, int limit);
}
