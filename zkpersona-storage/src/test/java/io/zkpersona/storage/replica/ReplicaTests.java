package io.zkpersona.storage.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.health.PoolStats;
import io.zkpersona.storage.health.ReplicaStats;
import io.zkpersona.storage.health.ReplicaStats.State;
import io.zkpersona.storage.health.RoutingStats.Reason;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.ReplicatedCluster;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A cluster for a class of tests, and a manager for each of them. */
@NewestServerOnly
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReplicaTests {

  /** Allows every replica that follows the primary. */
  static final Consistency ANY = Consistency.bounded(Duration.ofDays(1));

  static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicInteger names = new AtomicInteger();
  ReplicatedCluster cluster;
  DatabaseManager manager;

  @BeforeAll
  void startCluster() throws IOException, SQLException {
    cluster = ReplicatedCluster.start();
    DatabaseManager.open(primaryOnly().build()).close();
    cluster.awaitReplicas();
  }

  @AfterAll
  void stopCluster() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void open() {
    manager = DatabaseManager.open(config().build());
    awaitServing(manager);
  }

  @AfterEach
  void close() {
    PoolStats pool = manager.poolStats().orElseThrow();
    assertThat(pool.active()).isZero();
    pool.replicas().values().forEach(replica -> assertThat(replica.active()).isZero());
    manager.close();
  }

  DatabaseConfigBuilder primaryOnly() {
    return DatabaseConfig.builder().databaseUrl(cluster.url(0)).maxConnections(4).minConnections(0);
  }

  DatabaseConfigBuilder config() {
    return primaryOnly().replicaUrls(cluster.replicaUrls());
  }

  /** Returns once both replicas serve reads and have everything. */
  void awaitServing(DatabaseManager opened) {
    Eventually.holds(
        "replicas without lag",
        () ->
            opened.routingStats().replicas().stream()
                .allMatch(
                    replica ->
                        replica.state() == State.SERVING && Duration.ZERO.equals(replica.lag())));
  }

  ReplicaStats stats(int replica) {
    return manager.routingStats().replicas().get(replica - 1);
  }

  /** Returns how many reads a replica was chosen for. */
  long served(int replica) {
    return stats(replica).served();
  }

  long served() {
    return served(1) + served(2);
  }

  /** Returns how many reads the primary served, for a reason. */
  long onPrimary(Reason reason) {
    return manager.routingStats().primary().get(reason);
  }

  User newUser() {
    return newUser(manager);
  }

  User newUser(DatabaseManager on) {
    String name = getClass().getSimpleName() + " " + names.incrementAndGet();
    return on.repositories()
        .users()
        .create(CreateUserRequest.builder().username(new Username(name)).build());
  }

  /** Returns once a replica has everything that was logged. */
  User replicatedUser() {
    User user = newUser();
    cluster.awaitReplicas();
    return user;
  }
}
