package io.zkpersona.benchmarks.candidate.ours;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.data.Standby;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.health.ReplicaStats;
import io.zkpersona.storage.replica.CommitToken;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** This library, reading from a replica of the run's server what was committed before a token. */
public final class ZkPersonaReplica implements Candidate {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Standby standby;
  private final HikariDataSource replica;
  private final DatabaseManager database;
  private final BehaviorInputRepository inputs;

  /** Creates the candidate on the caller's pool, with a replica of the server behind it. */
  public ZkPersonaReplica(DataSource pool) {
    try (Connection primary = pool.getConnection()) {
      this.standby = Standby.of(primary);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    this.replica = Server.pool("replica", standby.jdbcUrl());
    this.database =
        DatabaseManager.builder(DatabaseConfig.forDataSource().build())
            .dataSource(pool)
            .replicas(List.of(replica))
            .open();
    CommitToken token = database.commitToken();
    awaitReplica();
    this.inputs =
        database
            .reading(Consistency.readYourWrites(token).waitingAtMost(PATIENCE))
            .behaviorInputs();
  }

  private void awaitReplica() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (stats().state() != ReplicaStats.State.SERVING || !Duration.ZERO.equals(stats().lag())) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("the replica does not follow");
      }
      Thread.onSpinWait();
    }
  }

  private ReplicaStats stats() {
    return database.routingStats().replicas().get(0);
  }

  @Override
  public BehaviorInput find(BehaviorInputId id) {
    return inputs.getById(id);
  }

  /** Fails if the primary served reads, too: then the figures would not be those of a replica. */
  @Override
  public void close() {
    long onPrimary =
        database.routingStats().primary().values().stream().mapToLong(Long::longValue).sum();
    long onReplica = stats().served();
    database.close();
    replica.close();
    standby.close();
    if (onPrimary > onReplica / 100) {
      throw new IllegalStateException(
          onPrimary + " reads of the primary, " + onReplica + " of the replica");
    }
  }
}
