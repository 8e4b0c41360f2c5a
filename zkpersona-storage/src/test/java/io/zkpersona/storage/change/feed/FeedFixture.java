package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.ChangeSubscription;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.testing.server.Rows;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A feed of changes of users and roles, and ways to let time pass in it. */
public abstract class FeedFixture {

  static final String NAME = "a reader";
  static final Duration LEASE = Duration.ofMinutes(5);
  static final SubscriptionOptions OPTIONS =
      SubscriptionOptions.defaults().retryDelay(Duration.ofHours(1));

  static TestDatabase database;
  static DatabaseManager manager;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    try (DatabaseManager owner =
        DatabaseManager.open(DatabaseConfig.builder().databaseUrl(database.url()).build())) {
      owner
          .repositories()
          .changes()
          .startRecording(Set.of(ChangedEntity.USER, ChangedEntity.ROLE, ChangedEntity.USER_ROLE));
    }
    manager = database.open();
  }

  @AfterAll
  static void close() {
    manager.close();
    database.close();
  }

  @BeforeEach
  void startEmpty() {
    Rows.deleteAll(database);
    database.execute(
        """
        DELETE FROM zkpersona.changes;
        DELETE FROM zkpersona.change_subscriptions;
        DELETE FROM zkpersona.change_ticks;
        DELETE FROM zkpersona.change_epochs
        """);
  }

  @AfterEach
  void noConnectionIsLeftOut() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
  }

  static Repositories all() {
    return manager.repositories();
  }

  static ChangeFeed feed() {
    return all().changes().feed();
  }

  static User user() {
    return all().users().save(User.builder().build());
  }

  static void touch(User user) {
    all().users().update(user.id(), current -> current);
  }

  static FeedLease claim() {
    return feed().claim(NAME, LEASE).orElseThrow();
  }

  /** Ticks and reads. */
  static FeedBatch read(FeedLease lease) {
    feed().tick();
    return feed().read(lease, 100);
  }

  /** Delivers all that is there, without failures. */
  static List<ChangeEvent> drain(FeedLease lease) {
    List<ChangeEvent> all = new ArrayList<>();
    for (FeedBatch batch = read(lease); !batch.isAtEnd(); batch = read(lease)) {
      all.addAll(batch.events());
      feed().acknowledge(batch);
    }
    return all;
  }

  static List<UUID> ids(List<ChangeEvent> events) {
    return events.stream().map(event -> event.change().entityId()).toList();
  }

  static List<Long> positions(List<ChangeEvent> events) {
    return events.stream().map(ChangeEvent::change).map(Change::position).toList();
  }

  static ChangeSubscription state() {
    return feed().subscriptions().get(0);
  }

  /** Lets every lease expire. */
  static void endLeases() {
    database.execute("UPDATE zkpersona.change_subscriptions SET leased_until = now()");
  }

  /** Lets every delay of a failed event end. */
  static void endDelays() {
    database.execute(
        "UPDATE zkpersona.change_deliveries SET available_at = now() WHERE available_at > now()");
  }
}
