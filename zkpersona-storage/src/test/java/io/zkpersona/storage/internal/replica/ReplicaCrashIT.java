package io.zkpersona.storage.internal.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.storage.internal.pool.GuardedSource;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.ReplicatedCluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What a replica had before a crash does not count for a connection that was opened after it. */
@NewestServerOnly
class ReplicaCrashIT {

  private static final int ONE = 1;

  /** A pool of one connection, which can do something else first when it is asked for it. */
  private static final class Pool extends DelegatingDataSource implements AutoCloseable {

    private final HikariDataSource pool = new HikariDataSource();
    private Runnable first = () -> {};

    Pool(String url) {
      pool.setJdbcUrl("jdbc:" + url.replace("postgres@", ""));
      pool.setUsername("postgres");
      pool.setMaximumPoolSize(1);
      pool.setMinimumIdle(0);
      pool.setInitializationFailTimeout(-1);
      setTargetDataSource(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Runnable now = first;
      first = () -> {};
      now.run();
      return super.getConnection();
    }

    /** Closes the connection to the server before its crash. */
    void forget() {
      pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  @Test
  void aConnectionThatIsLentAfterACrashIsAskedAnew() throws IOException, SQLException {
    try (ReplicatedCluster cluster = ReplicatedCluster.start();
        Pool pool = new Pool(cluster.url(ONE))) {
      cluster.execute(0, "CREATE TABLE notes AS SELECT 1 AS note");
      cluster.awaitReplica(ONE);
      Replica replica =
          new Replica(
              "one", pool, GuardedSource.of(pool, pool), new PrimaryLog(), System::nanoTime);
      Sight before = sight(cluster);
      replica.seen(before);
      Need all = sight -> sight.position() >= before.position();
      replica.source().release(Objects.requireNonNull(replica.lend(all, false)));

      pool.first =
          () -> {
            crashAndStayBehind(cluster, before);
            pool.forget();
            try {
              // Another thread uses the new connection first.
              replica.source().release(Objects.requireNonNull(replica.lend(any -> true, true)));
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
          };
      assertThat(replica.lend(all, false)).isNull();

      cluster.execute(ONE, "ALTER SYSTEM RESET recovery_min_apply_delay");
      cluster.one(ONE, "SELECT pg_reload_conf()");
      cluster.awaitReplica(ONE);
      replica.source().release(Objects.requireNonNull(replica.lend(all, true)));
    }
  }

  private static Sight sight(ReplicatedCluster cluster) throws SQLException {
    try (Connection connection = cluster.connect(ONE)) {
      return Sight.ask(connection).sight();
    }
  }

  /** Starts the replica anew from its last restart point, from which it does not go on. */
  private static void crashAndStayBehind(ReplicatedCluster cluster, Sight before) {
    cluster.execute(ONE, "ALTER SYSTEM SET recovery_min_apply_delay = '1d'");
    cluster.one(ONE, "SELECT pg_reload_conf()");
    cluster.crash(ONE);
    Eventually.holds(
        "a replica that is behind",
        () -> {
          try {
            Sight now = sight(cluster);
            return now.server().equals(before.server()) && now.position() < before.position();
          } catch (SQLException e) {
            // It is starting.
            return false;
          }
        });
  }
}
