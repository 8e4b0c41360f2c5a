package io.zkpersona.storage.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.error.HistoryUnavailableException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.change.History;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.OwnDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The state at an instant is compared with a log of every version that writers stored. The log
 * knows between which times a user was deleted or erased; states at times in between are not
 * compared.
 */
class HistoryModelIT {

  private static final int WRITERS = 4;
  private static final int TURNS = 120;
  private static final int USERS = 8;

  @RegisterExtension static final OwnDatabase OWN = new OwnDatabase();

  /**
   * A version, and when its call had ended. The time of an insert is that of its call, which may
   * have waited for a deletion.
   */
  private record Stored(User user, Instant end) {

    Instant at() {
      return user.audit().modifiedAt();
    }

    /** Returns the time from which on the version was surely there. */
    Instant since() {
      return isFresh(user) ? end : at();
    }
  }

  /** A time during which a user was deleted or erased. */
  private record End(Instant from, Instant until, boolean isErasure) {}

  private static final class UndoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Map<UserId, Queue<Stored>> versions = new ConcurrentHashMap<>();
  private final Map<UserId, Queue<End>> ends = new ConcurrentHashMap<>();
  private final AtomicInteger names = new AtomicInteger();

  private static UserRepository users() {
    return OWN.manager().repositories().users();
  }

  private static History<User, UserId> history() {
    return users().history();
  }

  @Test
  void theStateAtAnInstantIsTheVersionOfTheLog() {
    long seed = new Random().nextLong();
    OWN.manager().repositories().changes().startRecording(Set.of(ChangedEntity.USER));
    Instant begin = Instant.now();
    for (int i = 0; i < USERS; i++) {
      store(users().save(user(new UserId(new UUID(5, i)))));
    }

    CompletableFuture.allOf(
            Stream.iterate(0, i -> i < WRITERS, i -> i + 1)
                .map(i -> OwnThreads.run(() -> write(new Random(seed + i))))
                .toArray(CompletableFuture[]::new))
        .join();

    int compared = 0;
    int asked = 0;
    for (UserId id : versions.keySet()) {
      for (Instant instant : instants(id, begin)) {
        asked++;
        compared += compare(id, instant, "seed %d, %s at %s".formatted(seed, id, instant)) ? 1 : 0;
      }
    }
    assertThat(asked).isGreaterThan(WRITERS * TURNS);
    assertThat(compared).as("of %d", asked).isGreaterThan(asked / 3);
  }

  /** Returns the times just before, at and just after each version and each end. */
  private List<Instant> instants(UserId id, Instant begin) {
    List<Instant> instants = new ArrayList<>(List.of(begin, Instant.now()));
    versions.get(id).forEach(version -> instants.add(version.at()));
    ends.getOrDefault(id, new ConcurrentLinkedQueue<>()).forEach(end -> instants.add(end.until()));
    return instants.stream()
        .flatMap(at -> Stream.of(at.minusNanos(1_000), at, at.plusNanos(1_000)))
        .toList();
  }

  /** Returns false if the log does not know the state at the instant. */
  private boolean compare(UserId id, Instant instant, String where) {
    List<Stored> stored =
        versions.get(id).stream().sorted(Comparator.comparing(Stored::at)).toList();
    List<End> ended = List.copyOf(ends.getOrDefault(id, new ConcurrentLinkedQueue<>()));
    if (ended.stream().anyMatch(end -> end.isErasure() && end.until().isAfter(instant))) {
      return isForgotten(id, instant, where);
    }
    Optional<Stored> last =
        stored.stream()
            .filter(version -> !version.at().isAfter(instant))
            .reduce((first, second) -> second);
    if (last.isEmpty()) {
      assertThat(history().asOf(id, instant)).as(where).isEmpty();
      return true;
    }
    Instant at = last.orElseThrow().at();
    Instant since = last.orElseThrow().since();
    List<End> later = ended.stream().filter(end -> end.until().isAfter(at)).toList();
    if (later.stream().anyMatch(end -> !end.from().isAfter(since))
        || stored.stream().anyMatch(one -> !one.at().isAfter(at) && one.since().isAfter(since))) {
      return false;
    }
    if (later.stream().anyMatch(end -> !end.until().isAfter(instant))) {
      assertThat(history().asOf(id, instant)).as(where).isEmpty();
      return true;
    }
    if (later.stream().anyMatch(end -> !end.from().isAfter(instant))) {
      return false;
    }
    assertThat(history().asOf(id, instant)).as(where).isEqualTo(last.map(Stored::user));
    return true;
  }

  /** Nothing is told of the time before an erasure. */
  private static boolean isForgotten(UserId id, Instant instant, String where) {
    try {
      Optional<User> found = history().asOf(id, instant);
      found.ifPresent(
          user -> assertThat(user.audit().createdAt()).as(where).isAfter(Instant.EPOCH));
      return found.isEmpty();
    } catch (HistoryUnavailableException e) {
      return true;
    }
  }

  private void write(Random random) {
    int lost = 0;
    for (int turn = 0; turn < TURNS; turn++) {
      UserId id = new UserId(new UUID(5, random.nextInt(USERS)));
      try {
        switch (random.nextInt(12)) {
          case 0 -> delete(id, () -> users().deleteById(id), false);
          case 1 -> delete(id, () -> users().erase(id), true);
          case 2 -> insert(id);
          case 3, 4 -> many(random);
          case 5 -> undone(id);
          default -> change(id);
        }
      } catch (EntityNotFoundException | TransactionException e) {
        // Another writer was first.
        lost++;
      }
    }
    assertThat(lost).isLessThan(TURNS / 2);
  }

  private void change(UserId id) {
    User changed = users().update(id, user -> user.withUsername(name()));
    store(changed);
    try {
      Optional<User> seen = history().asOf(id, changed.audit().modifiedAt());
      // Erased meanwhile, or the same, or deleted and inserted again by a call that waited for it.
      assertThat(
              seen.isEmpty() || seen.orElseThrow().equals(changed) || isFresh(seen.orElseThrow()))
          .isTrue();
    } catch (HistoryUnavailableException e) {
      assertThat(e.reason()).isEqualTo(HistoryUnavailableException.Reason.ERASED);
    }
  }

  private static boolean isFresh(User user) {
    return user.audit().createdAt().equals(user.audit().modifiedAt());
  }

  private void insert(UserId id) {
    Optional<User> stored =
        OWN.manager()
            .callInTransaction(
                tx -> {
                  tx.users().insertAbsent(List.of(user(id)), BulkOptions.atomic());
                  return tx.users().findById(id);
                });
    stored.ifPresent(this::store);
  }

  /** Inserts or updates several users in one transaction. */
  private void many(Random random) {
    List<User> wanted =
        random
            .ints(3, 0, USERS)
            .sorted()
            .distinct()
            .mapToObj(i -> user(new UserId(new UUID(5, i))))
            .toList();
    List<User> stored =
        OWN.manager()
            .callInTransaction(
                tx -> {
                  tx.users().upsertAll(wanted, BulkOptions.atomic());
                  return tx.users().findAllById(wanted.stream().map(User::id).toList());
                });
    stored.forEach(this::store);
  }

  private void undone(UserId id) {
    assertThatThrownBy(
            () ->
                OWN.manager()
                    .inTransaction(
                        tx -> {
                          tx.users().insertAbsent(List.of(user(id)), BulkOptions.atomic());
                          tx.users().update(id, user -> user.withUsername(name()));
                          throw new UndoneException();
                        }))
        .isInstanceOfAny(
            UndoneException.class, EntityNotFoundException.class, TransactionException.class);
  }

  private void delete(UserId id, Runnable deletion, boolean isErasure) {
    Instant from = Instant.now();
    deletion.run();
    ends.computeIfAbsent(id, any -> new ConcurrentLinkedQueue<>())
        .add(new End(from, Instant.now(), isErasure));
  }

  private User user(UserId id) {
    return User.builder().id(id).username(name()).build();
  }

  private Username name() {
    return new Username("user-" + names.incrementAndGet());
  }

  private void store(User user) {
    versions
        .computeIfAbsent(user.id(), any -> new ConcurrentLinkedQueue<>())
        .add(new Stored(user, Instant.now()));
  }
}
