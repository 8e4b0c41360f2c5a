package io.zkpersona.storage.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories over a connection of the application, in whatever transaction it has. */
@NewestServerOnly
class HostConnectionIT {

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  private Connection connection;
  private Repositories repositories;

  @BeforeEach
  void connect() throws SQLException {
    connection = OWN.database().connect();
    repositories = OWN.manager().repositoriesOn(connection);
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void inAutoCommitEachCallStandsForItself() throws SQLException {
    User ada = create("ada");
    assertThat(stored()).containsExactly("ada");

    repositories.users().update(ada.id(), rename("eve"));
    assertThat(stored()).containsExactly("eve");
    assertThatThrownBy(() -> repositories.users().createAll(List.of(named("bob"), named("EVE"))))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, e -> assertThat(e.index()).hasValue(1));
    assertThat(stored()).containsExactly("eve");
    assertThat(connection.getAutoCommit()).isTrue();
    assertThat(connection.isClosed()).isFalse();
  }

  @Test
  void theHostsCommitKeepsItAll() throws SQLException {
    connection.setAutoCommit(false);
    Backends.execute(connection, "CREATE TABLE public.ledger (line text)");
    create("ada");
    repositories.users().createAll(List.of(named("bob"), named("eve")));
    assertThat(stored()).isEmpty();

    connection.commit();

    assertThat(stored()).containsExactly("ada", "bob", "eve");
    assertThat(connection.getAutoCommit()).isFalse();
    Backends.execute(connection, "DROP TABLE public.ledger");
    connection.commit();
  }

  @Test
  void theHostsRollbackUndoesItAll() throws SQLException {
    User ada = create("ada");
    connection.setAutoCommit(false);
    repositories.users().update(ada.id(), rename("eve"));
    repositories.users().createAll(List.of(named("bob")));

    connection.rollback();

    assertThat(stored()).containsExactly("ada");
  }

  @Test
  void aFailingBulkCallLeavesTheHostsEarlierWorkIntact() throws SQLException {
    connection.setAutoCommit(false);
    create("ada");

    assertThatThrownBy(
            () ->
                repositories
                    .users()
                    .createAll(List.of(named("bob"), named("eve"), named("ada"), named("joe"))))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class, e -> assertThat(e.index()).hasValue(2));
    create("kim");
    connection.commit();

    assertThat(stored()).containsExactly("ada", "kim");
  }

  @Test
  void aFailingSingleStatementFailsTheHostsTransactionAsAnyWould() throws SQLException {
    connection.setAutoCommit(false);
    create("ada");
    assertThatThrownBy(() -> create("ada")).isInstanceOf(DuplicateEntityException.class);

    assertThatThrownBy(() -> repositories.users().count())
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("an earlier statement");
    connection.rollback();
    assertThat(repositories.users().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStreamInAutoCommitPutsTheConnectionBackAsItWas(boolean readOnly) throws SQLException {
    createMany(2_500);
    connection.setReadOnly(readOnly);

    try (Stream<User> users = repositories.users().stream()) {
      Iterator<User> iterator = users.iterator();
      iterator.next();
      assertThat(Backends.setting(connection, "transaction_read_only")).isEqualTo("on");
      assertThatThrownBy(() -> create("ada")).isInstanceOf(TransactionException.class);
    }
    try (Stream<User> users = repositories.users().stream()) {
      assertThat(users).hasSize(2_500);
    }

    assertThat(connection.getAutoCommit()).isTrue();
    assertThat(connection.isReadOnly()).isEqualTo(readOnly);
    connection.setReadOnly(false);
    create("ada");
    assertThat(repositories.users().count()).isEqualTo(2_501);
  }

  @Test
  void aStreamInTheHostsTransactionBelongsToIt() throws SQLException {
    connection.setAutoCommit(false);
    createMany(1_500);

    try (Stream<User> users = repositories.users().stream()) {
      Iterator<User> iterator = users.iterator();
      User first = iterator.next();
      repositories.users().update(first.id(), rename("changed on the way"));
      int rest = 0;
      while (iterator.hasNext()) {
        iterator.next();
        rest++;
      }
      assertThat(rest).isEqualTo(1_499);
    }

    assertThat(connection.getAutoCommit()).isFalse();
    assertThat(connection.isReadOnly()).isFalse();
    assertThat(repositories.users().findByUsername("changed on the way")).isPresent();
    connection.rollback();
    assertThat(repositories.users().count()).isZero();
  }

  @Test
  void theyNeedNoConnectionOfThePool() {
    create("ada");

    assertThat(OWN.manager().queryStats().operations()).containsKey("users.save");
    assertThat(OWN.manager().poolStats().orElseThrow().active()).isZero();
  }

  @Test
  void theyWorkInsideATransactionOfTheManagerWhichTheyAreNoPartOf() {
    OWN.manager()
        .inTransaction(
            tx -> {
              create("ada");
              assertThat(stored()).containsExactly("ada");
            });
  }

  @Test
  void aClosedManagerGivesNone() {
    DatabaseManager closed = OWN.database().open();
    closed.close();

    assertThatThrownBy(() -> closed.repositoriesOn(connection))
        .isInstanceOf(ManagerClosedException.class);
  }

  private void createMany(int count) throws SQLException {
    Backends.execute(
        connection,
        "INSERT INTO zkpersona.users (id, username)"
            + " SELECT gen_random_uuid(), 'name ' || n FROM generate_series(1, "
            + count
            + ") AS n");
  }

  private User create(String name) {
    return repositories.users().create(named(name));
  }

  private static CreateUserRequest named(String name) {
    return CreateUserRequest.builder().username(new Username(name)).build();
  }

  private static UnaryOperator<User> rename(String name) {
    return user -> user.withUsername(new Username(name));
  }

  private static List<String> stored() {
    return OWN.database().query("SELECT username FROM zkpersona.users ORDER BY username");
  }
}
