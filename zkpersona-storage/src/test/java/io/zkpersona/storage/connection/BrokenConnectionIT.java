package io.zkpersona.storage.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;

/** A pool of one connection that breaks or becomes unusable. */
@NewestServerOnly
class BrokenConnectionIT {

  private TestDatabase database;
  private DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.open(database.config().maxConnections(1).minConnections(0).build());
  }

  @AfterEach
  void close() {
    manager.close();
    database.close();
  }

  private int process() {
    return manager.withConnection(Backends::pid);
  }

  private User user(String name) {
    return manager
        .repositories()
        .users()
        .create(CreateUserRequest.builder().username(new Username(name)).build());
  }

  @Test
  void oneThatBreaksUnderCopyServesNobodyElse() {
    List<CreateBehaviorInputRequest> many =
        Stream.generate(() -> CreateBehaviorInputRequest.builder().inputData(Json.of("{}")).build())
            .limit(150)
            .toList();
    int stored = 0;
    ZkPersonaException broke = null;
    while (broke == null) {
      // On a slow machine the pool may notice first.
      Backends.kill(database, process());
      try {
        stored += manager.repositories().behaviorInputs().createAll(many).size();
      } catch (ZkPersonaException e) {
        broke = e;
      }
    }

    assertThat(manager.repositories().behaviorInputs().createAll(many)).hasSize(150);
    assertThat(manager.repositories().behaviorInputs().count()).isEqualTo(stored + 150);
  }

  @Test
  void oneThatBrokeUnderItsBorrowerServesNobodyElse() {
    boolean broke =
        manager.withConnection(
            connection -> {
              Backends.kill(database, Backends.pid(connection));
              try {
                Backends.execute(connection, "SELECT 1");
                return false;
              } catch (SQLException e) {
                // A borrower may swallow the failure and continue.
                return true;
              }
            });

    assertThat(broke).isTrue();
    assertThat(user("ada").username()).isEqualTo(new Username("ada"));
  }

  @Test
  void oneThatBecameReadOnlyServesNobodyElse() throws SQLException {
    // Lent sessions are reset, so the setting is changed without the pool.
    AtomicReference<PgConnection> driver = new AtomicReference<>();
    int before =
        manager.withConnection(
            connection -> {
              driver.set(connection.unwrap(PgConnection.class));
              return Backends.pid(connection);
            });
    Backends.execute(driver.get(), "SET default_transaction_read_only = on");

    assertThatThrownBy(() -> user("ada"))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("read-only")
        .hasMessageContaining("targetServerType");

    assertThat(user("ada").username()).isEqualTo(new Username("ada"));
    assertThat(process()).isNotEqualTo(before);
  }

  @Test
  void aWriteInATransactionThatIsMeantToBeReadOnlyKeepsTheConnection() {
    int before = process();

    assertThatThrownBy(
            () ->
                manager.inTransaction(
                    TransactionOptions.defaults().readOnly(),
                    tx ->
                        tx.users()
                            .create(
                                CreateUserRequest.builder().username(new Username("ada")).build())))
        .isInstanceOf(TransactionException.class)
        .extracting(e -> ((TransactionException) e).code())
        .isEqualTo(ErrorCode.TRANSACTION);

    assertThat(process()).isEqualTo(before);
  }

  @Test
  void aStreamWhoseTableWasAlteredStartsAgain() {
    user("ada");
    read();
    database.execute("ALTER TABLE zkpersona.users ALTER COLUMN username TYPE varchar(200)");

    assertThat(read()).isEqualTo(1);
  }

  private long read() {
    try (Stream<User> users = manager.repositories().users().stream()) {
      return users.count();
    }
  }

  @Test
  void aTransactionWhoseTableWasAlteredIsWorthAnotherAttempt() {
    User ada = user("ada");
    for (int i = 0; i < 10; i++) {
      manager.repositories().users().getById(ada.id());
    }
    database.execute("ALTER TABLE zkpersona.users ALTER COLUMN username TYPE varchar(200)");

    User found =
        manager.callInTransaction(
            TransactionOptions.defaults().retries(1), tx -> tx.users().getById(ada.id()));

    assertThat(found.username()).isEqualTo(ada.username());
  }
}
