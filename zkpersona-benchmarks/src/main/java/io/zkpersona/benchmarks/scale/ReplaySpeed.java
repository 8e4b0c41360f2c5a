package io.zkpersona.benchmarks.scale;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.data.Standby;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how many inputs, saved and scored, a replica replays in a second when it does nothing
 * else. A server that starts after a crash replays in the same way, by one process.
 */
final class ReplaySpeed {

  private static final double NANOS_A_SECOND = 1e9;
  private static final long POLL_NANOS = 2_000_000;

  private final Fixture fixture;
  private final Calls load;
  private final int calls;

  ReplaySpeed(Fixture fixture, Calls load, int calls) {
    this.fixture = fixture;
    this.load = load;
    this.calls = calls;
  }

  double perSecond(HikariDataSource pool) throws SQLException {
    try (Standby standby = follow(pool);
        HikariDataSource sessions = Server.pool("replay", standby.jdbcUrl());
        Fixture replica = Fixture.loaded(sessions, fixture.dataset())) {
      replica.ask("SELECT pg_wal_replay_pause()");
      for (int i = 0; i < calls; i++) {
        load.call(Operation.SAVE);
        load.call(Operation.SCORE);
      }
      long end = NodeMeasurement.position(fixture);
      await(replica, "pg_last_wal_receive_lsn()", end);
      long start = System.nanoTime();
      replica.ask("SELECT pg_wal_replay_resume()");
      await(replica, "pg_last_wal_replay_lsn()", end);
      return calls * NANOS_A_SECOND / (System.nanoTime() - start);
    }
  }

  private static Standby follow(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return Standby.of(connection);
    }
  }

  private static void await(Fixture replica, String position, long wanted) throws SQLException {
    String reached = "SELECT pg_wal_lsn_diff(" + position + ", '0/0') >= " + wanted;
    while (!replica.ask(reached).equals("t")) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
