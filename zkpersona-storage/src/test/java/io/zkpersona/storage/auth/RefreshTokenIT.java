package io.zkpersona.storage.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException;
import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.embedded.TripCounter;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.SignIn;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.transaction.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Refresh tokens are exchanged once; {@link RefreshGraceIT} tests repeats within the grace. */
class RefreshTokenIT extends RefreshGraceFixture {

  @Test
  void aTokenIsExchangedForAFreshPair() {
    SignedIn opened = opened();
    SessionLifetimes longer = new SessionLifetimes(Duration.ofHours(3), Duration.ofDays(90));

    SignedIn fresh = signIn().refresh(opened.refreshToken(), longer).orElseThrow();

    assertThat(fresh.session().id()).isEqualTo(opened.session().id());
    assertThat(fresh.session().issuedAt()).isEqualTo(opened.session().issuedAt());
    assertThat(Duration.between(fresh.session().lastUsedAt(), fresh.session().expiresAt()))
        .isEqualTo(longer.access());
    assertThat(fresh.session().audit().modifiedAt()).isAfter(opened.session().audit().modifiedAt());
    assertThat(stored(opened)).isEqualTo(fresh.session());
    assertThat(signIn().authenticate(fresh.accessToken())).isEqualTo(fresh.session());
    assertRefused(Reason.UNKNOWN, () -> signIn().authenticate(opened.accessToken()));
    assertThat(refresh(fresh)).isPresent();
    assertThat(
            database.query(
                "SELECT count(rotated_from_id) FROM zkpersona.refresh_tokens HAVING count(*) = 3"))
        .containsExactly("2");
  }

  /** The driver prepares a statement that it has sent a few times. */
  @Test
  void eachOfManyExchangesOnAConnectionTakesOneRoundTrip() {
    SignedIn opened = opened();
    try (TripCounter counter = TripCounter.to(database.port());
        DatabaseManager through =
            DatabaseManager.open(
                database
                    .configThrough(counter.port())
                    .maxConnections(1)
                    .minConnections(0)
                    .build())) {
      SignIn signIn = through.repositories().signIn();
      signIn.authenticate(opened.accessToken());
      AtomicReference<SignedIn> latest = new AtomicReference<>(opened);
      for (int exchange = 0; exchange < 12; exchange++) {
        assertThat(
                counter.during(
                    () ->
                        latest.set(
                            signIn.refresh(latest.get().refreshToken(), LIFETIMES).orElseThrow())))
            .as("exchange %d", exchange)
            .isOne();
      }
    }
  }

  @Test
  void aTokenThatComesTwiceEndsTheFamily() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    SignedIn third = refresh(second).orElseThrow();
    SignedIn bystander = opened();

    assertThat(refresh(first)).isEmpty();

    assertThat(stored(first).revokedAt()).isNotNull();
    assertThat(stored(first).revokeReason()).contains("twice");
    assertRefused(Reason.REVOKED, () -> signIn().authenticate(third.accessToken()));
    assertRefused(Reason.REVOKED, () -> refresh(third));
    assertThat(
            database.query(
                "SELECT rotated_at IS NOT NULL || ' ' || (reused_at IS NOT NULL) || ' '"
                    + " || (revoked_at IS NOT NULL) FROM zkpersona.refresh_tokens"
                    + " WHERE auth_session_id = '%s' ORDER BY id"
                        .formatted(first.session().id().value())))
        .containsExactly("true true true", "true false true", "false false true");
    assertThat(refresh(second)).isEmpty();
    assertThat(signIn().authenticate(bystander.accessToken())).isEqualTo(bystander.session());
    assertThat(refresh(bystander)).isPresent();
  }

  /** Unlike an exception, an empty result leaves the transaction to its caller. */
  @Test
  void theEndOfTheFamilyStandsInATransactionThatCommits() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    endGrace();

    manager.inTransaction(
        tx -> assertThat(tx.signIn().refresh(first.refreshToken(), LIFETIMES)).isEmpty());

    assertRefused(Reason.REVOKED, () -> refresh(second));
  }

  @Test
  void anUnknownTokenIsRefused() {
    assertRefused(Reason.UNKNOWN, () -> signIn().refresh(RefreshToken.generate(), LIFETIMES));
    assertRefused(
        Reason.UNKNOWN,
        () -> signIn().refresh(new RefreshToken(opened().accessToken().value()), LIFETIMES));
  }

  /** Both sides are compared with the transaction's time, so the boundary is exact. */
  @Test
  void aTokenCountsBeforeItsExpiryAndNotAtIt() {
    SignedIn opened = opened();
    String expiry =
        "UPDATE zkpersona.refresh_tokens SET issued_at = now() - interval '1 day',"
            + " expires_at = now() + interval '%s microsecond'";
    manager.inTransaction(
        tx -> {
          for (int late : new int[] {0, -1}) {
            execute(tx, expiry.formatted(late));
            assertRefused(
                Reason.EXPIRED, () -> tx.signIn().refresh(opened.refreshToken(), LIFETIMES));
          }
          execute(tx, expiry.formatted(1));
          assertThat(tx.signIn().refresh(opened.refreshToken(), LIFETIMES)).isPresent();
        });
  }

  /** The refresh token is meant to outlive the access token. */
  @Test
  void aSessionWhoseAccessTokenExpiredIsRefreshed() {
    SignedIn opened = opened();
    database.execute(
        "UPDATE zkpersona.auth_sessions SET issued_at = now() - interval '1 day',"
            + " expires_at = now() - interval '1 hour'");

    assertRefused(Reason.EXPIRED, () -> signIn().authenticate(opened.accessToken()));
    SignedIn fresh = refresh(opened).orElseThrow();
    assertThat(signIn().authenticate(fresh.accessToken())).isEqualTo(fresh.session());
  }

  @Test
  void withoutAGraceOneOfTwentyWithOneTokenGetsAPairAndTheFamilyEnds() throws InterruptedException {
    SignedIn opened = opened();
    SignIn strict = signIn().withRefreshGrace(Duration.ZERO);

    List<Optional<SignedIn>> outcomes =
        Together.values(Together.run(20, () -> strict.refresh(opened.refreshToken(), LIFETIMES)));

    assertThat(outcomes).filteredOn(Optional::isPresent).hasSize(1);
    SignedIn winner = outcomes.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    assertThat(stored(opened).revokedAt()).isNotNull();
    assertRefused(Reason.REVOKED, () -> signIn().authenticate(winner.accessToken()));
    assertRefused(Reason.REVOKED, () -> refresh(winner));
    assertThat(database.query("SELECT id FROM zkpersona.refresh_tokens")).hasSize(2);
    assertThat(database.query("SELECT id FROM zkpersona.refresh_tokens WHERE revoked_at IS NULL"))
        .isEmpty();
  }

  @Test
  void aRefreshThatWaitsForARevocationIsRefused() {
    SignedIn opened = opened();

    CompletableFuture<Optional<SignedIn>> waiting =
        whileInTransaction(
            tx -> tx.signIn().revoke(opened.session().id(), "left"), () -> refresh(opened));

    assertRefused(Reason.REVOKED, () -> resultOf(waiting));
  }

  @Test
  void aRefreshThatWaitsWhileItsUserIsSuspendedIsRefused() {
    SignedIn opened = opened();

    CompletableFuture<Optional<SignedIn>> waiting =
        whileInTransaction(
            tx -> {
              execute(tx, "UPDATE zkpersona.auth_sessions SET mid = id");
              execute(tx, "UPDATE zkpersona.users SET status = 'suspended'");
            },
            () -> refresh(opened));

    assertRefused(Reason.USER_NOT_ACTIVE, () -> resultOf(waiting));
    assertThat(database.query("SELECT id FROM zkpersona.refresh_tokens")).hasSize(1);
  }

  /** The revocation has begun before the refresh issued the token. */
  @Test
  void aRevocationThatWaitsForARefreshRevokesTheTokenItIssuedToo() throws Throwable {
    List<Function<SignedIn, Object>> revocations =
        List.of(
            first -> signIn().revokeAll(user, "lost phone"),
            first -> signIn().revoke(first.session().id(), "left"),
            first ->
                signIn().withRefreshGrace(Duration.ZERO).refresh(first.refreshToken(), LIFETIMES));
    for (Function<SignedIn, Object> revocation : revocations) {
      startWithAUser();
      SignedIn first = opened();
      SignedIn second = refresh(first).orElseThrow();

      CompletableFuture<Object> waiting =
          whileInTransaction(
              tx -> assertThat(tx.signIn().refresh(second.refreshToken(), LIFETIMES)).isPresent(),
              () -> revocation.apply(first));

      assertThat(resultOf(waiting)).isIn(1, true, Optional.empty());
      assertThat(database.query("SELECT id FROM zkpersona.refresh_tokens")).hasSize(3);
      assertFamilyEnded(first);
    }
  }

  /** Starts a call that waits for a lock of a transaction, and then commits the transaction. */
  private <T> CompletableFuture<T> whileInTransaction(
      Consumer<Transaction> work, Supplier<T> call) {
    return manager.callInTransaction(
        tx -> {
          work.accept(tx);
          CompletableFuture<T> waiting = OwnThreads.supply(call);
          Backends.awaitWaiting(database, 1);
          return waiting;
        });
  }

  private static <T> T resultOf(CompletableFuture<T> waiting) throws Throwable {
    try {
      return waiting.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  /**
   * One thread keeps refreshing while others present older tokens: no deadlock, and all tokens end.
   */
  @Test
  void refreshingReusingAndRevokingAtOnceEndsTheFamilyAsAWhole() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      SignedIn first = opened();
      AtomicReference<SignedIn> latest = new AtomicReference<>(refresh(first).orElseThrow());

      var outcomes =
          Together.run(
              8,
              () -> {
                String thread = Thread.currentThread().getName();
                if (thread.endsWith("1")) {
                  return signIn().revoke(first.session().id(), "left");
                }
                if (thread.endsWith("2")) {
                  return refresh(first).isPresent();
                }
                return refresh(latest.get()).map(next -> latest.getAndSet(next)).isPresent();
              });

      assertThat(Together.failures(outcomes))
          .allSatisfy(failure -> assertThat(failure).isInstanceOf(SignInException.class));
      assertThat(stored(first).revokedAt()).isNotNull();
      assertThat(
              database.query(
                  "SELECT id FROM zkpersona.refresh_tokens WHERE revoked_at IS NULL AND"
                      + " auth_session_id = '%s'".formatted(first.session().id().value())))
          .isEmpty();
    }
  }
}
