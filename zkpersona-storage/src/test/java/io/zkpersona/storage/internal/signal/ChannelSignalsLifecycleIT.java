package io.zkpersona.storage.internal.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.repository.contract.Together;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.OneConnection;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** The lifecycle of the listening connection. */
class ChannelSignalsLifecycleIT {

  private static final String CHANNEL = "zkpersona_behavior_inputs";
  private static final Duration QUIET = Duration.ofMillis(20);

  private static TestDatabase database;

  @BeforeAll
  static void create() {
    database = TestDatabase.empty();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  private static long soon() {
    return System.nanoTime() + Duration.ofMinutes(1).toNanos();
  }

  private static String channels(OneConnection pool) throws SQLException {
    return Backends.one(pool.real(), "SELECT count(*) FROM pg_listening_channels()");
  }

  @Test
  void onceNobodyWaitsTheConnectionGoesBackAsItCameAndTheNextOneToWaitTakesOneAgain()
      throws Exception {
    try (OneConnection pool = new OneConnection(database.connect());
        ChannelSignals signals = new ChannelSignals(pool, CHANNEL, "zkpersona", QUIET)) {
      for (int i = 0; i < 3; i++) {
        try (ChannelSignals.Wait wait = signals.begin(soon())) {
          assertThat(wait.isListening()).isTrue();
          assertThat(wait.await(System.nanoTime() + QUIET.multipliedBy(3).toNanos())).isFalse();
          assertThat(pool.out()).isOne();
        }
        Eventually.holds("the connection back", () -> pool.out() == 0);
        assertThat(channels(pool)).isEqualTo("0");
      }
    }
  }

  @Test
  void anotherSchemasWorkWakesNobody() throws Exception {
    try (OneConnection pool = new OneConnection(database.connect());
        ChannelSignals signals = new ChannelSignals(pool, CHANNEL, "zkpersona", QUIET);
        ChannelSignals.Wait wait = signals.begin(soon())) {
      database.execute("SELECT pg_notify('zkpersona_behavior_inputs', 'another')");
      database.execute("SELECT pg_notify('zkpersona_behavior_inputs', 'zkpersona')");

      assertThat(wait.await(soon())).isTrue();

      try (ChannelSignals.Wait next = signals.begin(soon())) {
        // Only one of the two consecutive notifications was a signal.
        assertThat(next.await(System.nanoTime() + QUIET.multipliedBy(3).toNanos())).isFalse();
      }
    }
  }

  @Test
  void whoCannotConnectOrListenIsTold() throws Exception {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setURL("jdbc:postgresql://localhost:1/none");
    try (ChannelSignals signals = new ChannelSignals(nowhere, CHANNEL, "zkpersona", QUIET)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> signals.begin(soon()))
            .isInstanceOf(DatabaseUnavailableException.class);
      }
    }
    for (String failing : List.of("createStatement", "unwrap")) {
      try (OneConnection pool = new OneConnection(database.connect()).failing(failing, 0);
          ChannelSignals signals = new ChannelSignals(pool, CHANNEL, "zkpersona", QUIET)) {
        assertThatThrownBy(() -> signals.begin(soon()))
            .isInstanceOf(DatabaseUnavailableException.class)
            .hasMessageNotContaining("marker");
        Eventually.holds("the connection back", () -> pool.out() == 0);
      }
    }
  }

  /** The next waiter listens again instead of relying on the dead listener. */
  @Test
  void anErrorIsToldTooAndLeavesNobodyDeaf() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    PGSimpleDataSource connections =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            if (broken.getAndSet(false)) {
              throw new LinkageError("marker");
            }
            return super.getConnection();
          }
        };
    connections.setURL(database.jdbcUrl());
    try (ChannelSignals signals = new ChannelSignals(connections, CHANNEL, "zkpersona", QUIET)) {
      assertThatThrownBy(() -> signals.begin(soon()))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageNotContaining("marker");

      try (ChannelSignals.Wait wait = signals.begin(soon())) {
        assertThat(wait.isListening()).isTrue();
      }
    }
  }

  /** Threads that began to wait may see the end of the listener before they see its beginning. */
  @Test
  void aConnectionThatIsLostAtOnceWakesAllWhoBeganToWait() throws Exception {
    PGSimpleDataSource connections =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            return lostOnceItListens(Connection.class, super.getConnection());
          }
        };
    connections.setURL(database.jdbcUrl());
    try (ChannelSignals signals = new ChannelSignals(connections, CHANNEL, "zkpersona", QUIET)) {
      for (int round = 0; round < 20; round++) {
        assertThat(
                Together.values(
                    Together.run(
                        8,
                        () -> {
                          try (ChannelSignals.Wait wait = signals.begin(soon())) {
                            return wait.await(soon());
                          }
                        })))
            .containsOnly(true);
      }
    }
  }

  private static <T> T lostOnceItListens(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getNotifications")) {
                throw new SQLException("lost", "08006");
              }
              Object result = method.invoke(real, arguments);
              return method.getName().equals("unwrap") && arguments[0] == PGConnection.class
                  ? lostOnceItListens(PGConnection.class, (PGConnection) result)
                  : result;
            }));
  }

  @Test
  void onceClosedNobodyBeginsToWait() {
    ChannelSignals signals =
        new ChannelSignals(new PGSimpleDataSource(), CHANNEL, "zkpersona", QUIET);
    signals.close();

    assertThatThrownBy(() -> signals.begin(soon())).isInstanceOf(ManagerClosedException.class);
  }
}
