package io.zkpersona.storage.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignInException.Reason;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.repository.SignIn;
import io.zkpersona.storage.repository.contract.NullContract;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.wire.Overheard;
import io.zkpersona.storage.testing.wire.ReplyCutter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A refresh token presented twice, after a lost answer or from two tabs, is not treated as stolen.
 */
class RefreshGraceIT extends RefreshGraceFixture {

  private static final SessionLifetimes LONGER =
      new SessionLifetimes(Duration.ofHours(3), Duration.ofDays(90));

  @Test
  void aRepeatWithinTheGraceGetsTheSamePairAndWritesNothing() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    List<String> before = contents();

    assertThat(refresh(first)).contains(second);
    assertThat(signIn().refresh(first.refreshToken(), LONGER)).contains(second);

    assertThat(contents()).isEqualTo(before);
    assertGoesOn(second);
    assertThat(refresh(second)).isPresent();
  }

  @Test
  void sixtyFourThatComeAtOnceGetTheSamePair() throws InterruptedException {
    SignedIn first = opened();

    List<Optional<SignedIn>> outcomes = Together.values(Together.run(64, () -> refresh(first)));

    SignedIn second = outcomes.get(0).orElseThrow();
    assertThat(outcomes).hasSize(64).containsOnly(Optional.of(second));
    assertThat(stored(first)).isEqualTo(second.session());
    assertThat(database.query("SELECT id FROM zkpersona.refresh_tokens")).hasSize(2);
    assertGoesOn(second);
  }

  /** The second must not read the token before the first has exchanged it and committed. */
  @Test
  void aSecondTabWaitsForTheFirstAndGetsItsPair() {
    SignedIn first = opened();
    AtomicReference<CompletableFuture<Optional<SignedIn>>> waiting = new AtomicReference<>();

    Optional<SignedIn> second =
        manager.callInTransaction(
            tx -> {
              Optional<SignedIn> pair = tx.signIn().refresh(first.refreshToken(), LIFETIMES);
              waiting.set(OwnThreads.supply(() -> refresh(first)));
              Backends.awaitWaiting(database, 1);
              return pair;
            });

    assertThat(second).isPresent();
    assertThat(waiting.get()).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(second);
    assertThat(database.query("SELECT id FROM zkpersona.refresh_tokens")).hasSize(2);
  }

  /** The connection breaks after the exchange, before the answer. */
  @Test
  void anAnswerThatWasLostIsGivenAgain() {
    SignedIn first = opened();
    try (ReplyCutter cutter = ReplyCutter.to(database.port());
        DatabaseManager through =
            DatabaseManager.open(
                database
                    .configThrough(cutter.port())
                    .maxConnections(1)
                    .minConnections(0)
                    .build())) {
      SignIn signIn = through.repositories().signIn();
      signIn.authenticate(first.accessToken());
      cutter.cutNextReply();
      assertThatThrownBy(() -> signIn.refresh(first.refreshToken(), LIFETIMES))
          .isInstanceOfSatisfying(
              OutcomeUnknownException.class,
              lost ->
                  assertThat(lost.trace().ids())
                      .extracting(UUID::toString)
                      .containsExactlyElementsOf(
                          database.query(
                              "SELECT id FROM zkpersona.refresh_tokens"
                                  + " WHERE rotated_from_id IS NOT NULL")));

      SignedIn second = signIn.refresh(first.refreshToken(), LIFETIMES).orElseThrow();

      assertThat(stored(first)).isEqualTo(second.session());
      assertThat(database.query("SELECT id FROM zkpersona.refresh_tokens")).hasSize(2);
      assertGoesOn(second);
      assertThat(refresh(second)).isPresent();
    }
  }

  @Test
  void aRepeatInTheSameTransactionGetsTheSamePair() {
    SignedIn first = opened();
    manager.inTransaction(
        tx -> {
          Optional<SignedIn> second = tx.signIn().refresh(first.refreshToken(), LIFETIMES);
          assertThat(tx.signIn().refresh(first.refreshToken(), LIFETIMES)).isEqualTo(second);
        });
  }

  @Test
  void aRepeatAfterTheGraceEndsTheFamily() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    SignedIn bystander = opened();
    endGrace();

    assertThat(refresh(first)).isEmpty();

    assertFamilyEnded(first);
    assertThat(stored(first).revokeReason()).contains("twice");
    assertRefused(Reason.REVOKED, () -> refresh(second));
    assertGoesOn(bystander);
  }

  /** The transaction's time would have stayed within the grace. */
  @Test
  void aTransactionThatBeganWithinTheGraceDoesNotStretchIt() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();

    manager.inTransaction(
        tx -> {
          assertThat(tx.signIn().refresh(first.refreshToken(), LIFETIMES)).contains(second);
          execute(
              tx, "UPDATE zkpersona.auth_sessions SET sealed_pair_until = statement_timestamp()");
          assertThat(tx.signIn().refresh(first.refreshToken(), LIFETIMES)).isEmpty();
        });

    assertFamilyEnded(first);
  }

  @Test
  void theGraceIsTenSecondsUnlessSaid() {
    assertThat(refresh(opened())).isPresent();
    SignedIn other = opened();
    SignIn patient = signIn().withRefreshGrace(Duration.ofMillis(59_999));
    assertThat(patient.refresh(other.refreshToken(), LIFETIMES)).isPresent();

    assertThat(SignIn.DEFAULT_REFRESH_GRACE).isEqualTo(Duration.ofSeconds(10));
    assertThat(
            database.query(
                "SELECT round(extract(epoch FROM sealed_pair_until - last_used_at))"
                    + " FROM zkpersona.auth_sessions ORDER BY 1"))
        .containsExactly("10", "60");
  }

  /** A pair kept longer would be returned with a token that is already refused. */
  @Test
  void noPairIsKeptLongerThanItsRefreshTokenCounts() {
    SessionLifetimes brief = new SessionLifetimes(Duration.ofSeconds(1), Duration.ofSeconds(5));
    assertThat(signIn().refresh(opened().refreshToken(), brief)).isPresent();

    assertThat(
            database.queryOne(
                "SELECT sealed_pair_until = (SELECT min(expires_at) FROM zkpersona.refresh_tokens)"
                    + " FROM zkpersona.auth_sessions"))
        .isEqualTo("t");
  }

  @Test
  void aGraceOutOfRangeIsRefused() {
    for (Duration bad : List.of(Duration.ofNanos(-1), Duration.ofSeconds(60).plusNanos(1))) {
      assertThatThrownBy(() -> signIn().withRefreshGrace(bad))
          .isInstanceOfSatisfying(
              ValidationException.class,
              refused -> assertThat(refused.fields()).containsExactly("refreshGrace"))
          .hasMessageContaining("expected: PT0S..PT1M");
    }
    NullContract.assertRefused("refreshGrace", () -> signIn().withRefreshGrace(null));
    assertThat(
            signIn()
                .withRefreshGrace(Duration.ofSeconds(60))
                .refresh(opened().refreshToken(), LIFETIMES))
        .isPresent();
  }

  @Test
  void withoutAGraceNothingIsKeptAndARepeatEndsTheFamily() {
    SignIn strict = signIn().withRefreshGrace(Duration.ZERO);
    SignedIn first = opened();
    SignedIn second = strict.refresh(first.refreshToken(), LIFETIMES).orElseThrow();

    assertThat(sealedPairs()).isEmpty();
    assertThat(refresh(first)).isEmpty();
    assertFamilyEnded(second);
  }

  @Test
  void withoutAGraceNoPairIsHandedOutThatAnotherCallerKept() {
    SignedIn first = opened();
    assertThat(refresh(first)).isPresent();

    assertThat(signIn().withRefreshGrace(Duration.ZERO).refresh(first.refreshToken(), LIFETIMES))
        .isEmpty();
    assertFamilyEnded(first);
  }

  @Test
  void anExpiredTokenIsStillAnsweredOnceMoreWithinTheGrace() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    database.execute(
        "UPDATE zkpersona.refresh_tokens SET issued_at = now() - interval '1 day',"
            + " expires_at = now() - interval '1 s' WHERE rotated_at IS NOT NULL");

    assertThat(refresh(first)).contains(second);
  }

  @Test
  void aUserWhoIsSuspendedWithinTheGraceGetsNothingAndLosesNothing() {
    SignedIn first = opened();
    SignedIn second = refresh(first).orElseThrow();
    database.execute("UPDATE zkpersona.users SET status = 'suspended'");
    List<String> before = contents();

    assertRefused(Reason.USER_NOT_ACTIVE, () -> refresh(first));

    assertThat(contents()).isEqualTo(before);
    database.execute("UPDATE zkpersona.users SET status = 'active'");
    assertThat(refresh(first)).contains(second);
  }

  @Test
  void anExchangeTakesOneStatementAndARepeatTwo() {
    List<String> statements = Collections.synchronizedList(new ArrayList<>());
    PGSimpleDataSource direct = new PGSimpleDataSource();
    direct.setUrl(database.jdbcUrl());
    SignedIn first = opened();
    try (DatabaseManager host =
        DatabaseManager.using(Overheard.of(direct, statements::add), database.config().build())) {
      SignIn signIn = host.repositories().signIn();
      statements.clear();
      Optional<SignedIn> second = signIn.refresh(first.refreshToken(), LIFETIMES);
      assertThat(statements).hasSize(1);

      statements.clear();
      assertThat(signIn.refresh(first.refreshToken(), LIFETIMES)).isEqualTo(second);
      assertThat(statements).hasSize(2);
    }
  }
}
