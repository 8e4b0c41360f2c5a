package io.zkpersona.storage.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.auth.AccessToken;
import io.zkpersona.domain.auth.AuthSession;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.auth.TokenHash;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.AuthSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserStatus;
import io.zkpersona.storage.repository.contract.NullContract;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.server.OnOneServer;
import io.zkpersona.storage.testing.server.RuntimeRole;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions are opened, used and ended; {@link RefreshTokenIT} tests refreshing. */
@ExtendWith(RuntimeRole.class)
class SignInIT extends SignInFixture {

  @Test
  void anAccessTokenStandsForItsSession() {
    ActorId actor = new ActorId(UUID.randomUUID());

    SignedIn opened = manager.repositories().as(actor).signIn().openSession(user, LIFETIMES);

    AuthSession session = opened.session();
    assertThat(session.userId()).isEqualTo(user);
    assertThat(session.tokenHash()).isEqualTo(opened.accessToken().hash());
    assertThat(session.lastUsedAt()).isEqualTo(session.issuedAt());
    assertThat(Duration.between(session.issuedAt(), session.expiresAt()))
        .isEqualTo(LIFETIMES.access());
    assertThat(session.audit().createdBy()).isEqualTo(actor);
    assertThat(stored(opened)).isEqualTo(session);
    assertThat(signIn().authenticate(opened.accessToken())).isEqualTo(session);
    assertThat(opened().accessToken()).isNotEqualTo(opened.accessToken());
    assertRefused(Reason.UNKNOWN, () -> signIn().authenticate(AccessToken.generate()));
    assertRefused(
        Reason.UNKNOWN,
        () -> signIn().authenticate(new AccessToken(opened.refreshToken().value())));
  }

  @ParameterizedTest
  @EnumSource(value = UserStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
  void onlyAnActiveUserIsLetIn(UserStatus status) {
    SignedIn opened = opened();
    database.execute("UPDATE zkpersona.users SET status = '%s'".formatted(status.value()));
    List<String> before = contents();

    assertRefused(Reason.USER_NOT_ACTIVE, this::opened);
    assertRefused(Reason.USER_NOT_ACTIVE, () -> signIn().authenticate(opened.accessToken()));
    assertRefused(Reason.USER_NOT_ACTIVE, () -> signIn().refresh(opened.refreshToken(), LIFETIMES));
    assertRefused(Reason.USER_NOT_ACTIVE, () -> signIn().openSession(UserId.generate(), LIFETIMES));
    assertThat(contents()).isEqualTo(before);

    database.execute("UPDATE zkpersona.users SET status = 'active'");
    assertThat(signIn().authenticate(opened.accessToken())).isEqualTo(opened.session());
  }

  /** Both sides are compared with the transaction's time, so the boundary is exact. */
  @Test
  @OnOneServer
  void anAccessTokenCountsBeforeItsExpiryAndNotAtIt() {
    SignedIn opened = opened();
    String expiry =
        "UPDATE zkpersona.auth_sessions SET issued_at = pg_catalog.now() - interval '1 day',"
            + " expires_at = pg_catalog.now() + interval '%s microsecond'";
    manager.inTransaction(
        tx -> {
          for (int late : new int[] {0, -1}) {
            execute(tx, expiry.formatted(late));
            assertRefused(Reason.EXPIRED, () -> tx.signIn().authenticate(opened.accessToken()));
          }
          execute(tx, expiry.formatted(1));
          assertThat(tx.signIn().authenticate(opened.accessToken()).id())
              .isEqualTo(opened.session().id());
        });
  }

  @Test
  @OnOneServer
  void useIsNotedOnceAMinute() {
    SignedIn opened = opened();
    manager.inTransaction(
        tx -> {
          execute(
              tx,
              "UPDATE zkpersona.auth_sessions SET last_used_at = pg_catalog.now() - interval '59.999999 s'");
          Instant before = tx.authSessions().getById(opened.session().id()).lastUsedAt();
          assertThat(tx.signIn().authenticate(opened.accessToken()).lastUsedAt()).isEqualTo(before);

          execute(
              tx,
              "UPDATE zkpersona.auth_sessions SET last_used_at = pg_catalog.now() - interval '60 s'");
          AuthSession noted = tx.signIn().authenticate(opened.accessToken());
          assertThat(noted.lastUsedAt()).isAfter(before);
          assertThat(noted.audit().modifiedAt()).isAfter(opened.session().audit().modifiedAt());
          assertThat(tx.authSessions().getById(noted.id())).isEqualTo(noted);
          assertThat(tx.signIn().authenticate(opened.accessToken())).isEqualTo(noted);
        });
  }

  @Test
  void manyUsesAtOnceAllGetTheSession() throws InterruptedException {
    SignedIn opened = opened();
    database.execute("UPDATE zkpersona.auth_sessions SET last_used_at = now() - interval '1 day'");

    List<AuthSession> sessions =
        Together.values(Together.run(16, () -> signIn().authenticate(opened.accessToken())));

    assertThat(sessions).hasSize(16).contains(stored(opened));
    assertThat(stored(opened).lastUsedAt()).isAfter(opened.session().issuedAt());
  }

  @Test
  void aSessionIsRevokedOnceWithItsTokens() {
    SignedIn opened = opened();
    ActorId actor = new ActorId(UUID.randomUUID());
    SignedIn other = opened();

    assertThat(manager.repositories().as(actor).signIn().revoke(opened.session().id(), "left"))
        .isTrue();

    AuthSession revoked = stored(opened);
    assertThat(revoked.revokeReason()).isEqualTo("left");
    assertThat(revoked.revokedAt()).isNotNull();
    assertThat(revoked.audit().modifiedBy()).isEqualTo(actor);
    assertRefused(Reason.REVOKED, () -> signIn().authenticate(opened.accessToken()));
    assertRefused(Reason.REVOKED, () -> signIn().refresh(opened.refreshToken(), LIFETIMES));
    assertThat(signIn().revoke(opened.session().id(), "again")).isFalse();
    assertThat(stored(opened)).isEqualTo(revoked);
    assertThat(database.query(REVOKED_TOKENS)).containsExactly(opened.session().id().value() + "");
    assertThat(signIn().authenticate(other.accessToken())).isEqualTo(other.session());
    assertThatThrownBy(() -> signIn().revoke(AuthSessionId.generate(), ""))
        .isInstanceOfSatisfying(
            EntityNotFoundException.class,
            missing -> assertThat(missing.entityType()).isEqualTo("auth session"));
  }

  private static final String REVOKED_TOKENS =
      "SELECT auth_session_id FROM zkpersona.refresh_tokens WHERE revoked_at IS NOT NULL";

  @Test
  void allSessionsOfAUserAreRevokedAndNobodyElses() {
    SignedIn first = opened();
    SignedIn second = opened();
    UserId somebody = manager.repositories().users().save(User.builder().build()).id();
    SignedIn others = signIn().openSession(somebody, LIFETIMES);

    assertThat(signIn().revokeAll(user, "lost phone")).isEqualTo(2);

    assertThat(signIn().revokeAll(user, "again")).isZero();
    for (SignedIn each : List.of(first, second)) {
      assertRefused(Reason.REVOKED, () -> signIn().authenticate(each.accessToken()));
      assertThat(stored(each).revokeReason()).isEqualTo("lost phone");
    }
    assertThat(database.query(REVOKED_TOKENS)).hasSize(2);
    assertThat(signIn().authenticate(others.accessToken())).isEqualTo(others.session());
    assertThat(signIn().revokeAll(UserId.generate(), "")).isZero();
  }

  @Test
  void whatWasRevokedInATransactionThatIsRolledBackGoesOn() {
    SignedIn opened = opened();

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    tx -> {
                      tx.signIn().revokeAll(user, "undone");
                      assertRefused(
                          Reason.REVOKED, () -> tx.signIn().authenticate(opened.accessToken()));
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");

    assertThat(signIn().authenticate(opened.accessToken())).isEqualTo(opened.session());
  }

  @Test
  void noTokenIsStoredOrShown() {
    SignedIn opened = opened();
    SignedIn fresh = signIn().refresh(opened.refreshToken(), LIFETIMES).orElseThrow();
    List<String> secrets =
        Stream.of(opened, fresh)
            .flatMap(each -> Stream.of(each.accessToken().value(), each.refreshToken().value()))
            .toList();

    List<String> tables =
        database.query(
            "SELECT relname FROM pg_class WHERE relnamespace = 'zkpersona'::regnamespace"
                + " AND relkind = 'r'");
    assertThat(tables).contains("auth_sessions", "refresh_tokens");
    for (String table : tables) {
      assertThat(database.query("SELECT t::text FROM zkpersona.%s AS t".formatted(table)))
          .allSatisfy(row -> assertThat(row).doesNotContain(secrets));
    }
    assertThat(opened.toString()).contains("hidden").doesNotContain(secrets);
    assertThat(opened.toString()).doesNotContain(opened.session().tokenHash().value());
  }

  @Test
  void badInputIsRefusedByName() {
    AuthSessionId id = opened().session().id();
    RefreshToken token = RefreshToken.generate();

    NullContract.assertRefused("userId", () -> signIn().openSession(null, LIFETIMES));
    NullContract.assertRefused("lifetimes", () -> signIn().openSession(user, null));
    NullContract.assertRefused("accessToken", () -> signIn().authenticate(null));
    NullContract.assertRefused("refreshToken", () -> signIn().refresh(null, LIFETIMES));
    NullContract.assertRefused("lifetimes", () -> signIn().refresh(token, null));
    NullContract.assertRefused("id", () -> signIn().revoke(null, ""));
    NullContract.assertRefused("reason", () -> signIn().revoke(id, null));
    NullContract.assertRefused("userId", () -> signIn().revokeAll(null, ""));
    NullContract.assertRefused("reason", () -> signIn().revokeAll(user, null));
    NullContract.assertRefused("now", () -> signIn().removeExpired(null, 1));
    assertInvalid("reason", () -> signIn().revoke(id, "r".repeat(256)));
    assertInvalid("reason", () -> signIn().revokeAll(user, "\u0000"));
    assertInvalid("limit", () -> signIn().removeExpired(Instant.EPOCH, 0));
    assertInvalid("limit", () -> signIn().removeExpired(Instant.EPOCH, 10_001));
    assertThat(signIn().revoke(id, "😀".repeat(255))).isTrue();
  }

  private static void assertInvalid(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly(field));
  }

  @Test
  @OnOneServer
  void expiredSessionsAreRemovedOnceTheirTokensAre() {
    SessionLifetimes brief = new SessionLifetimes(Duration.ofMinutes(1), Duration.ofMinutes(2));
    AuthSession first = signIn().openSession(user, brief).session();
    SignedIn lasting = opened();
    Instant tokenExpiry = first.issuedAt().plus(brief.refresh());

    assertThat(signIn().removeExpired(first.expiresAt(), 10)).isZero();
    assertThat(signIn().removeExpired(tokenExpiry.minusNanos(1_000), 10)).isZero();
    assertThat(signIn().removeExpired(tokenExpiry, 10)).isEqualTo(2);

    assertThat(manager.repositories().authSessions().findAll()).containsExactly(lasting.session());
    assertThat(database.query("SELECT id FROM zkpersona.refresh_tokens")).hasSize(1);
  }

  @Test
  void manyRemoveEachExpiredRowOnce() throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      opened();
      signIn().issueChallenge(challenge());
    }
    Instant late = Instant.now().plus(Duration.ofDays(60));

    List<Integer> removed =
        Together.values(
            Together.run(
                8,
                () -> {
                  int total = 0;
                  for (int last = 1; last > 0; total += last) {
                    last = signIn().removeExpired(late, 7);
                  }
                  return total;
                }));
    int left = signIn().removeExpired(late, 10_000) + signIn().removeExpired(late, 10_000);

    assertThat(removed.stream().mapToInt(Integer::intValue).sum() + left).isEqualTo(180);
    assertThat(manager.repositories().authSessions().count()).isZero();
  }

  @Test
  void theHashIsThatOfTheTokensCharacters() {
    assertThat(new AccessToken("A".repeat(43)).hash())
        .isEqualTo(new RefreshToken("A".repeat(43)).hash())
        .isEqualTo(
            TokenHash.of(
                HexFormat.of()
                    .parseHex(
                        database.queryOne(
                            "SELECT encode(sha256(repeat('A', 43)::bytea), 'hex')"))));
  }
}
