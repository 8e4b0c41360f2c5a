package io.zkpersona.storage.behavior.partition;

import static io.zkpersona.storage.behavior.ChainEvents.CHAIN;
import static io.zkpersona.storage.behavior.ChainEvents.block;
import static io.zkpersona.storage.behavior.ChainEvents.event;
import static io.zkpersona.storage.behavior.ChainEvents.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.InvalidationRule;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.behavior.InputPartitions;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.repository.contract.References;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.Backends;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An external key is unique across all partitions from the moment partitioning is enabled. */
class InputPartitionKeysIT {

  private static final Duration TWO_DAYS = Duration.ofDays(2);

  private final Instant now = Instant.now();
  private TestDatabase database;
  private DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = database.open();
  }

  @AfterEach
  void close() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
    manager.close();
    database.close();
  }

  private BehaviorInputRepository inputs() {
    return manager.repositories().behaviorInputs();
  }

  private InputPartitions partitions() {
    return manager.repositories().behaviorInputs().partitions();
  }

  private Instant daysAgo(int days) {
    return now.minus(days, ChronoUnit.DAYS);
  }

  /** Returns an event whose input's id was generated this many days ago. */
  private BehaviorInput eventOf(int daysAgo, int event) {
    UUID fresh = BehaviorInputId.generate().value();
    long high = fresh.getMostSignificantBits() & 0xFFFF;
    UUID id =
        new UUID(
            daysAgo(daysAgo).toEpochMilli() * (1L << 16) + high, fresh.getLeastSignificantBits());
    return event(event, block(CHAIN, event)).withId(new BehaviorInputId(id));
  }

  private void assertTaken(int daysAgo, int event) {
    assertThatThrownBy(() -> inputs().save(eventOf(daysAgo, event)))
        .isInstanceOfSatisfying(
            DuplicateEntityException.class,
            taken -> {
              assertThat(taken.entityType()).isEqualTo("behavior input");
              assertThat(taken.field()).isEqualTo("externalKey");
            });
  }

  private List<String> keptKeys() {
    return database.query("SELECT external_key FROM zkpersona.behavior_input_keys ORDER BY 1");
  }

  @Test
  void keysFromBeforeThereWerePartitionsStayUnique() {
    List<BehaviorInput> stored =
        inputs().saveAll(List.of(eventOf(20, 1), eventOf(1, 2), References.input()));
    assertThat(keptKeys()).isEmpty();

    partitions().enable(daysAgo(3), PartitionWidth.DAY, TWO_DAYS);

    assertThat(keptKeys()).containsExactlyInAnyOrder(key(1).value(), key(2).value());
    for (int daysAgo : new int[] {30, 20, 1, 0, -40}) {
      assertTaken(daysAgo, 1);
      assertTaken(daysAgo, 2);
    }
    assertThat(inputs().findByExternalKey(key(1))).contains(stored.get(0));
    assertThat(inputs().findAllByExternalKey(List.of(key(1), key(2))))
        .containsExactlyInAnyOrder(stored.get(0), stored.get(1));
  }

  @Test
  void aKeyIsUniqueWhateverPartitionItsInputIsIn() {
    partitions().enable(daysAgo(10), PartitionWidth.DAY, TWO_DAYS);
    int[] places = {30, 5, 0, -40};
    for (int i = 0; i < places.length; i++) {
      inputs().save(eventOf(places[i], i));
    }

    for (int place : places) {
      for (int event = 0; event < places.length; event++) {
        assertTaken(place, event);
      }
    }
    assertThat(inputs().count()).isEqualTo(places.length);
  }

  @Test
  void keysOfLateInputsStayUniqueWhenTheyAreMoved() {
    partitions().enable(daysAgo(3), PartitionWidth.WEEK, Duration.ZERO);
    BehaviorInput late = inputs().save(eventOf(-20, 1));

    assertThat(partitions().prepare(PartitionWidth.WEEK, Duration.ofDays(25))).isPositive();

    assertTaken(0, 1);
    assertTaken(-20, 1);
    assertThat(inputs().findByExternalKey(key(1))).contains(late);
    inputs().deleteById(late.id());
    assertThat(keptKeys()).isEmpty();
    inputs().save(eventOf(0, 1));
  }

  @Test
  void keysGoWithThePartitionsOfTheirInputs() {
    partitions().enable(daysAgo(10), PartitionWidth.DAY, TWO_DAYS);
    inputs().saveAll(List.of(eventOf(9, 1), eventOf(8, 2), eventOf(0, 3)));

    assertThat(partitions().dropBefore(daysAgo(5)).inputs()).isEqualTo(2);

    assertThat(keptKeys()).containsExactly(key(3).value());
    assertTaken(0, 3);
    inputs().saveAll(List.of(eventOf(9, 1), eventOf(0, 2)));
  }

  @Test
  void keysGoWithAPersonWhoIsErased() {
    partitions().enable(daysAgo(10), PartitionWidth.DAY, TWO_DAYS);
    User user = manager.repositories().users().save(User.builder().build());
    inputs().saveAll(List.of(eventOf(9, 1).withUserId(user.id()), eventOf(0, 2)));

    manager.repositories().users().erase(user.id());

    assertThat(keptKeys()).containsExactly(key(2).value());
  }

  @Test
  void keysGoWithWhatAChainGaveUp() {
    partitions().enable(daysAgo(10), PartitionWidth.DAY, TWO_DAYS);
    inputs().saveAll(List.of(eventOf(30, 7), eventOf(5, 8), eventOf(0, 9), eventOf(-40, 10)));

    assertThat(inputs().invalidateFromBlock(CHAIN, 8, InvalidationRule.defaults()).inputs())
        .isEqualTo(3);

    assertThat(keptKeys()).containsExactly(key(7).value());
    inputs().saveAll(List.of(eventOf(0, 8), eventOf(0, 9)));
  }

  @Test
  void aKeyThatIsGivenLaterIsUniqueToo() {
    partitions().enable(daysAgo(3), PartitionWidth.DAY, TWO_DAYS);
    BehaviorInput keyless = inputs().save(eventOf(1, 1).withExternalKey(null));

    inputs().update(keyless.withExternalKey(key(1)));

    assertTaken(0, 1);
    assertThat(keptKeys()).containsExactly(key(1).value());
  }

  @Test
  void keysGoWithAllInputsAtOnce() {
    partitions().enable(daysAgo(10), PartitionWidth.DAY, TWO_DAYS);
    inputs().saveAll(List.of(eventOf(9, 1), eventOf(0, 2)));

    database.execute("TRUNCATE zkpersona.behavior_inputs CASCADE");

    assertThat(keptKeys()).isEmpty();
    inputs().save(eventOf(0, 1));
  }

  /** Inserted in the order of the ids, the keys of the two loads would deadlock. */
  @Test
  void loadsOfTheSameKeysInOppositeOrdersDoNotDeadlock() throws SQLException {
    partitions().enable(daysAgo(3), PartitionWidth.DAY, TWO_DAYS);
    // As many rows as one statement holds, with or without a pooler.
    List<Integer> events = IntStream.rangeClosed(1, 128).boxed().toList();
    List<BehaviorInput> rising = loadOf(events);
    List<BehaviorInput> falling =
        loadOf(events.stream().sorted(Comparator.reverseOrder()).toList());
    CompletableFuture<List<BehaviorInput>> one;
    CompletableFuture<List<BehaviorInput>> two;
    try (Connection other = database.connect()) {
      other.setAutoCommit(false);
      Backends.execute(
          other,
          "INSERT INTO zkpersona.behavior_input_keys (external_key) VALUES ('%s')"
              .formatted(key(2).value()));
      one = OwnThreads.supply(() -> inputs().saveAll(rising));
      Backends.awaitWaiting(database, 1);
      two = OwnThreads.supply(() -> inputs().saveAll(falling));
      Backends.awaitWaiting(database, 2);
      other.rollback();
    }

    assertThat(one.join()).hasSize(128);
    assertThatThrownBy(two::join).hasCauseInstanceOf(DuplicateEntityException.class);
    assertThat(keptKeys()).hasSize(128);
  }

  private List<BehaviorInput> loadOf(List<Integer> events) {
    List<BehaviorInput> load = new ArrayList<>();
    for (int event : events) {
      load.add(event(event, block(CHAIN, event)));
    }
    return load;
  }
}
