package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.repository.change.ChangeRecording;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Recording begins and ends while others write. */
class ChangeSwitchIT extends ChangeFixture {

  private static final Set<ChangedEntity> USERS = Set.of(ChangedEntity.USER);

  @Test
  void betweenItsTimesNothingIsMissingAndOutsideNothingIsThere() {
    Queue<Instant> written = new ConcurrentLinkedQueue<>();
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<?>[] writers =
        Stream.generate(() -> List.of(user(), user())).limit(3).toList().stream()
            .map(users -> OwnThreads.run(() -> write(users, written, isOver)))
            .toArray(CompletableFuture[]::new);
    for (int i = 0; i < 6; i++) {
      int before = written.size();
      changes().startRecording(USERS);
      awaitWrites(written, before + 20);
      changes().stopRecording(USERS);
      awaitWrites(written, before + 40);
    }
    isOver.set(true);
    CompletableFuture.allOf(writers).join();

    List<ChangeRecording> recordings = changes().recordings();
    assertThat(recordings).hasSize(6);
    List<Instant> wanted =
        written.stream()
            .filter(at -> recordings.stream().anyMatch(one -> isWithin(at, one)))
            .sorted()
            .toList();
    List<Instant> recorded =
        OWN
            .database()
            .query(
                "SELECT (extract(epoch FROM changed_at) * 1000000)::bigint FROM zkpersona.changes"
                    + " ORDER BY changed_at")
            .stream()
            .map(micros -> Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS))
            .toList();
    assertThat(wanted)
        .filteredOn(at -> !recorded.contains(at))
        .as("missing of %s", recordings)
        .isEmpty();
    assertThat(recorded).filteredOn(at -> !wanted.contains(at)).as("more").isEmpty();
    assertThat(wanted).hasSizeBetween(20, written.size() - 20);
  }

  private static boolean isWithin(Instant at, ChangeRecording recording) {
    return at.isAfter(recording.since()) && at.isBefore(recording.until());
  }

  /** Updates users: the time of an insert is that of its call, which may wait for the switch. */
  private static void write(List<User> users, Queue<Instant> written, AtomicBoolean isOver) {
    while (!isOver.get()) {
      List<User> stored =
          OWN.manager()
              .callInTransaction(
                  tx ->
                      List.of(
                          tx.users().update(users.get(0).id(), current -> current),
                          tx.users().update(users.get(1).id(), current -> current)));
      stored.forEach(one -> written.add(one.audit().modifiedAt()));
    }
  }

  private static void awaitWrites(Queue<Instant> written, int count) {
    while (written.size() < count) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anOpenTransactionThatWroteDelaysTheSwitchAndNotTheOtherWriters() throws SQLException {
    User user = user();
    try (Connection open = OWN.database().connect()) {
      open.setAutoCommit(false);
      Backends.execute(open, "UPDATE zkpersona.users SET status = 'suspended'");
      CompletableFuture<Void> switched = OwnThreads.run(() -> changes().startRecording(USERS));
      // Others queue behind the switch for less than a second at a time.
      for (int i = 0; i < 3; i++) {
        user();
      }
      assertThat(changes().recordings()).isEmpty();

      open.commit();
      switched.join();
      assertThat(changes().recordings()).hasSize(1);
    }
    assertThat(recorded()).isEmpty();
    all().users().update(user.id(), current -> current);
    assertThat(recorded()).hasSize(1);
  }

  @Test
  void insideATransactionItIsSwitchedAtItsCommitOrNotAtAll() throws SQLException {
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          tx.changes().startRecording(USERS);
                          tx.users().save(User.builder().build());
                          throw new IllegalStateException("undone");
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(changes().recordings()).isEmpty();
    user();
    assertThat(recorded()).isEmpty();

    OWN.manager().inTransaction(tx -> tx.changes().startRecording(USERS));
    user();
    assertThat(recorded()).hasSize(1);

    try (Connection open = OWN.database().connect()) {
      open.setAutoCommit(false);
      Backends.execute(open, "UPDATE zkpersona.users SET status = 'suspended'");
      assertThatThrownBy(() -> OWN.manager().inTransaction(tx -> tx.changes().stopRecording(USERS)))
          .isInstanceOf(StatementTimeoutException.class);
    }
    assertThat(changes().recordings().get(0).until()).isNull();
  }
}
