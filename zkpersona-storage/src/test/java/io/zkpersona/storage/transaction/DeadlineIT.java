package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.error.BulkInterruptedException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls end at their deadline, and keep nothing then. */
// Some connections only hold a lock.
@SuppressWarnings("try")
@NewestServerOnly
class DeadlineIT extends DeadlineFixture {

  private static final WalletAddress WALLET = new WalletAddress("0x" + "a".repeat(40));

  private Connection locked() throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    Backends.execute(connection, "LOCK TABLE zkpersona.users IN ACCESS EXCLUSIVE MODE");
    return connection;
  }

  private static List<User> some(int count) {
    return Stream.generate(() -> User.builder().build()).limit(count).toList();
  }

  static List<Consumer<Repositories>> calls() {
    return List.of(
        all -> all.users().count(),
        all -> all.users().save(User.builder().build()),
        all -> all.users().getOrCreateAllByWalletAddress(List.of(WALLET)),
        all -> all.users().saveAll(some(3)),
        all -> all.users().saveAll(some(500)),
        all -> all.users().saveAll(some(300), BulkOptions.committing(100)),
        all -> all.users().stream().close());
  }

  /** Reads, writes, batches, COPY and streams. */
  @ParameterizedTest
  @MethodSource("calls")
  void aCallThatWaitsForALockIsCancelledAndKeepsNothing(Consumer<Repositories> call)
      throws SQLException {
    String before = pid();
    try (Connection unused = locked()) {
      assertExceeded(
          () -> {
            try {
              call.accept(manager.within(SOON));
            } catch (BulkInterruptedException e) {
              throw e.getCause();
            }
          });
    }
    assertThat(users()).isZero();
    assertThat(pid()).as("the connection is kept").isEqualTo(before);
  }

  private String pid() {
    return manager.withConnection(connection -> Integer.toString(Backends.pid(connection)));
  }

  @Test
  void callsBeforeTheDeadlineGoThroughAndThoseAfterItAreRefused() {
    Repositories bounded = manager.within(SOON);
    bounded.users().save(User.builder().build());
    waitOut();

    assertExceeded(() -> bounded.users().save(User.builder().build()));

    assertThat(users()).isEqualTo(1);
  }

  @Test
  void theWaitForAConnectionEndsToo() {
    manager.withConnection(
        connection -> {
          assertExceeded(() -> outside().users().count());
          return true;
        });
    assertThat(users()).isZero();
  }

  private Repositories outside() {
    return manager.within(SOON);
  }

  @Test
  void aStreamIsReadUntilTheDeadline() {
    manager.repositories().users().saveAll(some(10));
    try (Stream<User> stream = manager.within(SOON).users().stream()) {
      Iterator<User> rows = stream.iterator();
      assertThat(rows.next()).isNotNull();
      waitOut();
      assertExceeded(() -> rows.forEachRemaining(row -> {}));
    }
    assertThat(users()).isEqualTo(10);
  }

  @Test
  void nonsensicalDeadlinesAreRefused() {
    for (Duration bad :
        new Duration[] {
          null,
          Duration.ZERO,
          Duration.ofMillis(-1),
          Duration.ofNanos(999_999),
          Duration.ofDays(1).plusNanos(1)
        }) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> manager.within(bad), () -> TransactionOptions.defaults().deadline(bad))) {
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(
                ValidationException.class, e -> assertThat(e.fields()).containsExactly("deadline"));
      }
    }
    assertThat(manager.within(Duration.ofDays(1)).users().count()).isZero();
    assertThat(TransactionOptions.defaults().deadline()).isNull();
  }

  @Test
  void groupCommitUnderADeadlineIsRefused() {
    assertThatThrownBy(
            () -> manager.within(SOON).behaviorInputs().groupCommit(GroupCommitOptions.defaults()))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("deadline");
  }
}
