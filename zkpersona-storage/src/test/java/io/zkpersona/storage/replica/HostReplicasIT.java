package io.zkpersona.storage.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.health.ReplicaStats.State;
import io.zkpersona.storage.health.RoutingStats.Reason;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.SpringTransactions;
import io.zkpersona.storage.testing.server.PgBouncer;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Replicas that the host has pools for, and replicas that can't be used. */
class HostReplicasIT extends ReplicaTests {

  private HikariDataSource pool(int member) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(
        "jdbc:postgresql://localhost:%s/postgres?user=postgres"
            .formatted(Integer.toString(cluster.door(member).port())));
    pool.setMaximumPoolSize(4);
    pool.setMinimumIdle(0);
    return pool;
  }

  @Test
  void thePoolsOfTheHostAreReadAndStayOpen() {
    User user = replicatedUser();
    try (HikariDataSource primary = pool(0);
        HikariDataSource first = pool(1);
        HikariDataSource second = pool(2)) {
      try (DatabaseManager host =
          DatabaseManager.builder(DatabaseConfig.forDataSource().build())
              .dataSource(primary)
              .replicas(List.of(first, second))
              .open()) {
        awaitServing(host);
        for (int i = 0; i < 4; i++) {
          assertThat(host.reading(ANY).users().findById(user.id())).contains(user);
        }
        assertThat(
                host.<Long>callInTransaction(
                    TransactionOptions.defaults().reading(ANY), tx -> tx.users().count()))
            .isPositive();
        assertThat(host.routingStats().replicas())
            .allSatisfy(replica -> assertThat(replica.served()).isPositive());
        assertThat(host.poolStats().orElseThrow().replicas())
            .containsOnlyKeys("replica-1", "replica-2");
      }
      assertThat(first.isClosed()).isFalse();
      Eventually.holds(
          "returned connections", () -> first.getHikariPoolMXBean().getActiveConnections() == 0);
    }
  }

  @Test
  void inATransactionOfTheHostItsConnectionIsRead() {
    try (HikariDataSource primary = pool(0);
        HikariDataSource replica = pool(1);
        DatabaseManager host =
            DatabaseManager.builder(DatabaseConfig.forDataSource().build())
                .dataSource(primary)
                .replicas(List.of(replica))
                .hostTransactions(new SpringTransactions(primary))
                .open()) {
      awaitServing(host);
      new TransactionTemplate(new DataSourceTransactionManager(primary))
          .executeWithoutResult(
              status -> {
                User user = newUser(host);
                assertThat(host.reading(ANY).users().findById(user.id())).contains(user);
                assertThatThrownBy(host::commitToken).hasMessageContaining("inside a transaction");
                status.setRollbackOnly();
              });
      assertThat(host.routingStats().replicas().get(0).served()).isZero();
      assertThat(host.reading(ANY).users().count()).isNotNegative();
      assertThat(host.routingStats().replicas().get(0).served()).isOne();
      assertThat(host.poolStats().orElseThrow().replicas()).containsOnlyKeys("replica-1");
    }
  }

  /** As behind a load balancer: a position is that of one server. */
  @Test
  void thePositionOfOneServerBehindAPoolSaysNothingAboutTheOther() {
    try (HikariDataSource primary = pool(0);
        HikariDataSource first = pool(1);
        HikariDataSource second = pool(2);
        DatabaseManager host =
            DatabaseManager.builder(DatabaseConfig.forDataSource().build())
                .dataSource(primary)
                .replicas(List.of(new Alternating(first, second)))
                .open()) {
      awaitServing(host);
      cluster.pause(1);
      for (int i = 0; i < 20; i++) {
        User user = newUser(host);
        Consistency own = Consistency.readYourWrites(host.commitToken()).waitingAtMost(LONG);

        assertThat(host.reading(own).users().findById(user.id())).contains(user);
        assertThat(host.reading(own).users().findById(user.id())).contains(user);
      }
      assertThat(host.routingStats().replicas().get(0).served()).isEqualTo(40);
    } finally {
      cluster.resume(1);
    }
  }

  /** Lends connections of two pools in turn. */
  private static final class Alternating extends AbstractDataSource {

    private final List<DataSource> pools;
    private final AtomicInteger turn = new AtomicInteger();

    Alternating(DataSource... pools) {
      this.pools = List.of(pools);
    }

    @Override
    public Connection getConnection() throws SQLException {
      return pools.get(turn.getAndIncrement() % pools.size()).getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }
  }

  @Test
  void poolsOfReplicasNeedThatOfThePrimary() {
    try (HikariDataSource replica = pool(1)) {
      assertThatThrownBy(
              () -> DatabaseManager.builder(config().build()).replicas(List.of(replica)).open())
          .isInstanceOf(ValidationException.class)
          .hasMessageContaining("dataSource");
      List<DataSource> withNull = Arrays.asList(replica, null);
      assertThatThrownBy(() -> DatabaseManager.builder(config().build()).replicas(withNull))
          .isInstanceOf(ValidationException.class)
          .hasMessageContaining("pools");
    }
  }

  @Test
  void thePrimaryIsNoReplicaOfItself() {
    try (DatabaseManager twice =
        DatabaseManager.open(config().replicaUrls(List.of(cluster.url(0))).build())) {
      Eventually.holds(
          "a primary seen as such",
          () -> twice.routingStats().replicas().get(0).state() == State.PROMOTED);
      assertThat(twice.reading(ANY).users().count()).isNotNegative();
      assertThat(twice.routingStats().primary().get(Reason.NO_REPLICA)).isOne();
    }
  }

  @Test
  void aStandbyGivesNoToken() {
    try (DatabaseManager standby =
        DatabaseManager.open(
            primaryOnly().databaseUrl(cluster.url(1)).autoMigrate(false).build())) {
      assertThatThrownBy(standby::commitToken)
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageContaining("is a standby")
          .hasMessageContaining("(expected: DATABASE_URL of the primary)");
    }
  }

  @Test
  void aReplicaWithSharedSessionsIsNotUsed() {
    assumeTrue(PgBouncer.isInstalled());
    User user = replicatedUser();
    try (PgBouncer pooler = PgBouncer.before(cluster.url(1));
        DatabaseManager pooled =
            DatabaseManager.open(
                config().replicaUrls(List.of(pooler.url(cluster.url(1)))).build())) {
      Eventually.holds(
          "shared sessions seen as such",
          () -> pooled.routingStats().replicas().get(0).state() == State.SHARED);
      assertThat(pooled.reading(ANY).users().findById(user.id())).contains(user);
      assertThat(pooled.routingStats().replicas().get(0).served()).isZero();
    }
  }

  @Test
  void anOrdinaryRoleNeedsNoFurtherRights() {
    User user = replicatedUser();
    cluster.execute(
        0,
        "CREATE ROLE plain LOGIN; GRANT USAGE ON SCHEMA zkpersona TO plain;"
            + " GRANT SELECT ON ALL TABLES IN SCHEMA zkpersona TO plain");
    cluster.awaitReplicas();
    List<String> urls =
        Stream.of(1, 2).map(i -> cluster.url(i).replace("postgres@", "plain@")).toList();
    try (DatabaseManager plain =
        DatabaseManager.open(
            config()
                .databaseUrl(cluster.url(0).replace("postgres@", "plain@"))
                .autoMigrate(false)
                .replicaUrls(urls)
                .build())) {
      awaitServing(plain);
      CommitToken token = plain.commitToken();
      assertThat(
              plain
                  .reading(Consistency.readYourWrites(token).waitingAtMost(LONG))
                  .users()
                  .findById(user.id()))
          .contains(user);
      assertThat(plain.routingStats().primary().values()).containsOnly(0L);
    }
  }
}
