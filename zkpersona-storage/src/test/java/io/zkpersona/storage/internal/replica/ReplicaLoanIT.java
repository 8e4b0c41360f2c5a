package io.zkpersona.storage.internal.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.health.ReplicaStats.State;
import io.zkpersona.storage.internal.pool.GuardedSource;
import io.zkpersona.storage.internal.replica.Sight.Server;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Which connections are asked before they are lent. The server is a primary, so a connection that
 * is asked is not lent, and one that is lent was not asked.
 */
class ReplicaLoanIT {

  private static final Need ANY = sight -> true;

  private final AtomicLong ahead = new AtomicLong();
  private TestDatabase database;
  private Connection connection;
  private Replica replica;

  @BeforeEach
  void open() throws SQLException {
    database = TestDatabase.empty();
    connection = database.connect();
    replica = replica(connection);
  }

  @AfterEach
  void close() throws SQLException {
    assertThat(replica.source().close(Duration.ZERO)).isZero();
    connection.close();
    database.close();
  }

  /** Creates a replica with a pool of one connection, which serves. */
  private Replica replica(Connection only) throws SQLException {
    DataSource pool = new SingleConnectionDataSource(only, true);
    Replica created =
        new Replica(
            "one",
            pool,
            GuardedSource.of(pool, pool),
            new PrimaryLog(),
            () -> System.nanoTime() + ahead.get());
    created.seen(standby(server()));
    assertThat(created.isServing()).isTrue();
    return created;
  }

  private Server server() throws SQLException {
    return Sight.ask(connection).sight().server();
  }

  private static Sight standby(Server server) {
    return new Sight(server, true, 1, 1_000, System.nanoTime());
  }

  @Test
  void aConnectionIsAskedOnce() throws SQLException {
    assertThat(replica.lend(ANY, false)).isNull();
    assertThat(replica.stats().state()).isEqualTo(State.PROMOTED);

    replica.seen(standby(server()));
    for (int i = 0; i < 2; i++) {
      replica.source().release(Objects.requireNonNull(replica.lend(ANY, false)));
    }
    assertThat(replica.stats().served()).isEqualTo(2);
  }

  @Test
  void whatAnotherServerToldDoesNotCount() throws SQLException {
    assertThat(replica.lend(ANY, false)).isNull();
    Server own = server();

    for (Server other :
        new Server[] {
          new Server(own.system(), own.database(), "another start"),
          new Server(own.system() + 1, own.database(), own.started()),
          new Server(own.system(), own.database() + 1, own.started())
        }) {
      replica.seen(standby(other));
      assertThat(replica.isServing()).isTrue();
      assertThat(replica.lend(ANY, false)).isNull();
    }
    assertThat(replica.stats().served()).isZero();
  }

  @Test
  void aConnectionIsAskedAgainIfWhatIsKnownDoesNotReach() throws SQLException {
    assertThat(replica.lend(ANY, false)).isNull();
    replica.seen(standby(server()));
    ahead.set(Replica.POLL.toNanos());

    assertThat(replica.lend(sight -> false, true)).isNull();
    assertThat(replica.stats().state()).isEqualTo(State.PROMOTED);
    assertThat(replica.stats().served()).isZero();
  }

  @Test
  void aHiddenDriverCountsAsSharedSessions() throws SQLException {
    Replica hidden =
        replica(
            proxy(
                (self, method, arguments) -> {
                  if (method.getName().equals("isWrapperFor")) {
                    return false;
                  }
                  if (method.getName().equals("unwrap")) {
                    throw new SQLException("hidden");
                  }
                  return onReal(method, arguments);
                }));

    assertThat(hidden.lend(ANY, false)).isNull();
    assertThat(hidden.stats().state()).isEqualTo(State.SHARED);
    assertThat(hidden.source().close(Duration.ZERO)).isZero();
  }

  @Test
  void anExceptionOfAHostsConnectionIsAFailureOfTheReplica() throws SQLException {
    Replica failing =
        replica(
            proxy(
                (self, method, arguments) -> {
                  if (method.getName().equals("isWrapperFor")) {
                    throw new IllegalStateException("a pool that is being closed");
                  }
                  return onReal(method, arguments);
                }));

    assertThat(failing.lend(ANY, false)).isNull();
    assertThat(failing.stats().state()).isEqualTo(State.DOWN);
    assertThat(failing.source().close(Duration.ZERO)).isZero();
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void aLostConnectionIsAFailureOfTheReplica() throws SQLException {
    try (Connection other = database.connect()) {
      Backends.one(other, "SELECT pg_terminate_backend(" + Backends.pid(connection) + ", 10000)");
    }

    assertThat(replica.lend(ANY, false)).isNull();
    assertThat(replica.stats().state()).isEqualTo(State.DOWN);
  }

  private Connection proxy(InvocationHandler handler) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }

  private Object onReal(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
