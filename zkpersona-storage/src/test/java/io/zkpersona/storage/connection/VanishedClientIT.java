package io.zkpersona.storage.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The locks of a client that vanished are released soon. */
@NewestServerOnly
class VanishedClientIT {

  private static final List<String> SETTINGS =
      List.of(
          "idle_in_transaction_session_timeout",
          "tcp_user_timeout",
          "tcp_keepalives_idle",
          "tcp_keepalives_interval",
          "tcp_keepalives_count",
          "client_connection_check_interval");

  @Test
  void itsTransactionEndsWithinTheLimitAndTheRowIsFree() {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager other =
            DatabaseManager.open(database.config().lockTimeout(Duration.ofSeconds(20)).build());
        TcpProxy proxy = TcpProxy.to(database.address())) {
      User ada =
          other
              .repositories()
              .users()
              .create(CreateUserRequest.builder().username(new Username("ada")).build());
      try (DatabaseManager vanishing = DatabaseManager.open(through(proxy, database))) {
        CompletableFuture<Boolean> locked = new CompletableFuture<>();
        CompletableFuture<Throwable> gone =
            OwnThreads.run(() -> vanish(vanishing, proxy, ada, locked))
                .handle((done, failure) -> failure.getCause());
        locked.join();

        other.repositories().users().deleteById(ada.id());

        assertThat(other.repositories().users().count()).isZero();
        assertThat(gone)
            .succeedsWithin(Duration.ofSeconds(60))
            .isInstanceOf(DatabaseUnavailableException.class);
      }
    }
  }

  private static void vanish(
      DatabaseManager vanishing, TcpProxy proxy, User ada, CompletableFuture<Boolean> locked) {
    vanishing.inTransaction(
        tx -> {
          tx.users().deleteById(ada.id());
          proxy.freeze();
          locked.complete(true);
          tx.users().count();
        });
  }

  private static DatabaseConfig through(TcpProxy proxy, TestDatabase database) {
    return database
        .configThrough(proxy.port())
        .idleTransactionTimeout(Duration.ofSeconds(1))
        .minConnections(0)
        .closeTimeout(Duration.ZERO)
        .build();
  }

  @Test
  void theServerKnowsTheLimits() {
    assertThat(settings(Duration.ofMinutes(5), Duration.ofSeconds(60)))
        .containsExactly("5min", "60000", "30", "10", "3", "10s");
    assertThat(settings(Duration.ofMillis(700), Duration.ofSeconds(6)))
        .containsExactly("700ms", "6000", "3", "1", "3", "1s");
  }

  @Test
  void zeroLeavesThemToTheServer() {
    List<String> without = settings(Duration.ZERO, Duration.ZERO);

    assertThat(without.get(0)).isEqualTo("0");
    assertThat(without.get(1)).isEqualTo("0");
    assertThat(without.get(5)).isEqualTo("0");
  }

  private static List<String> settings(Duration idle, Duration lost) {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager =
            DatabaseManager.open(
                database.config().idleTransactionTimeout(idle).lostClientTimeout(lost).build())) {
      return manager.withConnection(
          connection -> {
            List<String> found = new ArrayList<>();
            for (String name : SETTINGS) {
              found.add(Backends.setting(connection, name));
            }
            return found;
          });
    }
  }
}
