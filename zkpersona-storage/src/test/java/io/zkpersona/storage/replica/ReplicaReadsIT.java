package io.zkpersona.storage.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.InvalidTransitionException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.UserFilter;
import io.zkpersona.domain.user.Username;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.health.ReplicaStats.State;
import io.zkpersona.storage.health.RoutingStats.Reason;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which server serves a read, and what the read sees. */
class ReplicaReadsIT extends ReplicaTests {

  private static final WalletAddress WALLET =
      WalletAddress.of("0x52908400098527886E0F7030069857D2E4169EE7");

  @AfterEach
  void resume() {
    cluster.resume(1, 2);
  }

  @Test
  void readsGoToReplicasInTurnAndWritesToThePrimary() {
    User user = replicatedUser();
    Repositories reading = manager.reading(ANY);

    for (int i = 0; i < 10; i++) {
      assertThat(reading.users().findById(user.id())).contains(user);
    }
    assertThat(served(1)).isEqualTo(5);
    assertThat(served(2)).isEqualTo(5);

    User suspended = reading.users().suspend(user.id());
    assertThat(manager.repositories().users().getById(user.id())).isEqualTo(suspended);
    assertThat(served()).isEqualTo(10);
    assertThat(manager.routingStats().primary().values()).containsOnly(0L);
  }

  @Test
  void withoutAChoiceThePrimaryIsRead() {
    cluster.pause(1, 2);
    User user = newUser();

    assertThat(manager.repositories().users().findById(user.id())).contains(user);
    assertThat(manager.reading(Consistency.primary()).users().findById(user.id())).contains(user);
    assertThat(manager.<User>callInTransaction(tx -> tx.users().getById(user.id())))
        .isEqualTo(user);
    assertThat(
            manager.<User>callInTransaction(
                TransactionOptions.defaults().readOnly(), tx -> tx.users().getById(user.id())))
        .isEqualTo(user);
    assertThat(served()).isZero();
    assertThat(manager.routingStats().primary().values()).containsOnly(0L);
  }

  @Test
  void aWriteIsRefusedForWhatThePrimaryHolds() {
    cluster.pause(1, 2);
    User user = newUser();
    Repositories reading = manager.reading(ANY);
    User suspended = reading.users().suspend(user.id());

    assertThatThrownBy(() -> reading.users().suspend(user.id()))
        .isInstanceOf(InvalidTransitionException.class);
    assertThatThrownBy(() -> reading.users().update(user.withUsername(new Username("stale"))))
        .isInstanceOf(StaleEntityException.class);
    assertThatThrownBy(() -> reading.users().save(suspended))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, e -> assertThat(e.isContentAsGiven()).isTrue());
    assertThat(reading.users().getOrCreateByWalletAddress(WALLET).id())
        .isEqualTo(reading.users().getOrCreateByWalletAddress(WALLET).id());
    BehaviorInput input =
        reading
            .behaviorInputs()
            .create(
                CreateBehaviorInputRequest.builder()
                    .userId(user.id())
                    .inputData(Json.emptyObject())
                    .build());
    assertThat(reading.behaviorInputs().markAsProcessed(input.id())).isTrue();
    assertThat(reading.behaviorInputs().markAsProcessed(input.id())).isFalse();
    assertThat(served()).isZero();
  }

  @Test
  void aLaggingReplicaIsLeftOutUntilItCatchesUp() {
    cluster.pause(1, 2);
    Repositories bounded = manager.reading(Consistency.bounded(Duration.ofSeconds(1)));
    Eventually.holds(
        "a lag of more than the bound",
        () -> {
          User user = newUser();
          boolean found = bounded.users().findById(user.id()).isPresent();
          return found && onPrimary(Reason.BEHIND) > 0;
        });
    assertThat(stats(1).state()).isEqualTo(State.SERVING);
    Eventually.holds("a lag in bytes", () -> stats(1).lagBytes() > 0 && stats(2).lagBytes() > 0);
    assertThat(stats(1).lag()).isPositive();

    cluster.resume(1, 2);
    awaitServing(manager);
    long before = served();
    bounded.users().count();
    assertThat(served()).isEqualTo(before + 1);
    assertThat(stats(1).lagBytes()).isZero();
  }

  @Test
  void anIdlePrimaryIsNoLag() {
    replicatedUser();
    cluster.pause(1, 2);
    Eventually.holds(
        "an old last commit",
        () ->
            cluster
                .one(1, "SELECT now() - pg_last_xact_replay_timestamp() > interval '2 s'")
                .equals("t"));

    Eventually.holds(
        "a bounded read of a replica",
        () -> {
          manager.reading(Consistency.bounded(Duration.ofSeconds(1))).users().count();
          return served() > 0;
        });
    assertThat(stats(1).lag()).isZero();
    assertThat(stats(1).lagBytes()).isZero();
  }

  @Test
  void aReadOnlyTransactionReadsOneStateOfOneReplica() {
    User user = replicatedUser();
    TransactionOptions options =
        TransactionOptions.defaults().isolation(Isolation.REPEATABLE_READ).reading(ANY);

    manager.inTransaction(
        options,
        tx -> {
          assertThat(tx.users().getById(user.id())).isEqualTo(user);
          OwnThreads.run(() -> manager.repositories().users().suspend(user.id())).join();
          cluster.awaitReplicas();
          assertThat(tx.users().getById(user.id())).isEqualTo(user);
          assertThat(
                  tx.<String>withConnection(
                      connection -> Backends.setting(connection, "transaction_read_only")))
              .isEqualTo("on");
        });

    assertThat(served()).isOne();
    assertThat(manager.reading(ANY).users().getById(user.id())).isNotEqualTo(user);
  }

  @Test
  void aReadOnlyTransactionRefusesWritesOnAReplicaAsOnThePrimary() {
    User user = replicatedUser();
    for (TransactionOptions options :
        List.of(
            TransactionOptions.defaults().readOnly(), TransactionOptions.defaults().reading(ANY))) {
      assertThatThrownBy(() -> manager.inTransaction(options, tx -> tx.users().suspend(user.id())))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("read-only");
    }
    assertThat(served()).isOne();
    assertThat(stats(1).state()).isEqualTo(State.SERVING);
    assertThat(stats(2).state()).isEqualTo(State.SERVING);
  }

  @Test
  void aTransactionThatMayWriteCanNotAskForReplicas() {
    TransactionOptions reading = TransactionOptions.defaults().reading(ANY);

    assertThatThrownBy(() -> reading.isolation(Isolation.SERIALIZABLE))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("SERIALIZABLE");
    assertThatThrownBy(
            () ->
                new TransactionOptions(
                    Isolation.READ_COMMITTED, TransactionOptions.Access.READ_WRITE, 0, null, ANY))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("may write");
    assertThat(reading.access()).isEqualTo(TransactionOptions.Access.READ_ONLY);
  }

  @Test
  void aStreamReadsFromAReplica() {
    User user = replicatedUser();

    try (Stream<User> users =
        manager.reading(ANY).users().stream(
            UserFilter.builder().createdFrom(user.audit().createdAt()).build())) {
      assertThat(users).containsExactly(user);
    }
    assertThat(served()).isOne();
  }

  /** On the primary it would take as long again. */
  @Test
  void aReadThatExceedsItsLimitIsNotRepeated() throws SQLException {
    try (DatabaseManager impatient =
            DatabaseManager.open(
                config()
                    .statementTimeout(Duration.ofMillis(200))
                    .lockTimeout(Duration.ofMinutes(1))
                    .build());
        Connection blocking = cluster.connect(0)) {
      awaitServing(impatient);
      blocking.setAutoCommit(false);
      Backends.execute(blocking, "LOCK TABLE zkpersona.users IN ACCESS EXCLUSIVE MODE");
      cluster.awaitReplicas();

      assertThatThrownBy(() -> impatient.reading(ANY).users().count())
          .isInstanceOf(StatementTimeoutException.class);
      assertThat(impatient.routingStats().primary().values()).containsOnly(0L);
      blocking.rollback();
    }
  }

  @Test
  void insideATransactionTheReadingRepositoriesAreRefused() {
    Repositories reading = manager.reading(ANY);

    assertThatThrownBy(() -> manager.inTransaction(tx -> reading.users().count()))
        .isInstanceOf(TransactionException.class);
  }

  @Test
  void healthAndPoolStatsReportEachReplica() {
    manager.reading(ANY).users().count();

    assertThat(manager.health())
        .isInstanceOfSatisfying(
            HealthStatus.Healthy.class,
            healthy -> {
              assertThat(healthy.replicas())
                  .extracting("name")
                  .containsExactly("replica-1", "replica-2");
              assertThat(healthy.replicas()).extracting("state").containsOnly(State.SERVING);
            });
    assertThat(manager.poolStats().orElseThrow().replicas())
        .containsOnlyKeys("replica-1", "replica-2");
    assertThat(manager.poolStats().orElseThrow().replicas().get("replica-1").maximum())
        .isEqualTo(4);
  }

  @Test
  void aClosedManagerReadsNothingAndHasNoThreads() {
    Repositories reading = manager.reading(ANY);
    assertThat(watchers())
        .containsExactlyInAnyOrder(
            "zkpersona-watch-primary", "zkpersona-watch-replica-1", "zkpersona-watch-replica-2");
    manager.close();

    assertThatThrownBy(reading.users()::count).isInstanceOf(ManagerClosedException.class);
    Eventually.holds("the end of the watch", () -> watchers().isEmpty());
    try (DatabaseManager without = DatabaseManager.open(primaryOnly().build())) {
      assertThat(without.reading(ANY).users().count()).isPositive();
      assertThat(watchers()).isEmpty();
      assertThat(without.routingStats().replicas()).isEmpty();
    }
    manager = DatabaseManager.open(config().build());
  }

  private static List<String> watchers() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("zkpersona-watch"))
        .toList();
  }

  /** A cluster's databases share its log, so positions alone do not tell them apart. */
  @Test
  void aReplicaOfAnotherDatabaseIsNotUsed() {
    cluster.execute(0, "CREATE DATABASE other");
    DatabaseConfigBuilder elsewhere =
        primaryOnly().databaseUrl(cluster.url(0).replaceFirst("/postgres$", "/other"));
    try (DatabaseManager other = DatabaseManager.open(elsewhere.build())) {
      newUser(other);
      cluster.awaitReplicas();
      User user = replicatedUser();
      try (DatabaseManager mistaken =
          DatabaseManager.open(
              primaryOnly()
                  .replicaUrls(List.of(cluster.url(1).replaceFirst("/postgres$", "/other")))
                  .build())) {
        Eventually.holds(
            "a diverged replica",
            () -> mistaken.routingStats().replicas().get(0).state() == State.DIVERGED);
        assertThat(mistaken.reading(ANY).users().findById(user.id())).contains(user);
        assertThat(
                mistaken
                    .reading(Consistency.readYourWrites(mistaken.commitToken()))
                    .users()
                    .findById(user.id()))
            .contains(user);
        assertThat(mistaken.routingStats().replicas().get(0).served()).isZero();
      }
    } finally {
      cluster.execute(0, "DROP DATABASE other WITH (FORCE)");
    }
  }
}
