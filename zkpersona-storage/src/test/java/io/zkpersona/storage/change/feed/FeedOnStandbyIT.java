package io.zkpersona.storage.change.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.ReplicatedPair;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A standby, before and after it has become the primary. */
@NewestServerOnly
class FeedOnStandbyIT {

  private static final Duration LEASE = Duration.ofMinutes(5);

  @Test
  void aStandbyIsRefusedAndContinuesTheEpochOnceItIsThePrimary() throws IOException, SQLException {
    try (ReplicatedPair pair = ReplicatedPair.start();
        DatabaseManager primary = open(pair.url())) {
      primary.repositories().changes().startRecording();
      ChangeFeed feed = primary.repositories().changes().feed();
      feed.subscribe("a", SubscriptionOptions.defaults());
      UUID delivered = user(primary);
      FeedLease lease = feed.claim("a", LEASE).orElseThrow();
      assertDelivered(feed, lease, delivered);

      try (DatabaseManager standby =
          DatabaseManager.open(
              DatabaseConfig.builder().databaseUrl(pair.standbyUrl()).autoMigrate(false).build())) {
        ChangeFeed there = standby.repositories().changes().feed();
        assertThat(there.subscriptions()).hasSize(1);
        assertThatThrownBy(there::tick)
            .isInstanceOf(DatabaseUnavailableException.class)
            .hasMessageContaining("a standby")
            .hasMessageContaining("expected: the primary");
        assertThatThrownBy(() -> there.await("a", Duration.ZERO))
            .isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(() -> there.subscribe("b", SubscriptionOptions.defaults()))
            .isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(() -> there.claim("a", LEASE))
            .isInstanceOf(DatabaseUnavailableException.class);
      }

      UUID unread = user(primary);
      feed.tick();
      pair.failOver();
      UUID later;
      try (DatabaseManager after = open(pair.url())) {
        later = user(after);
        assertDelivered(after.repositories().changes().feed(), lease, unread, later);
      }
      assertThat(pair.one("SELECT count(*) FROM zkpersona.change_epochs")).isEqualTo("1");
    }
  }

  private static DatabaseManager open(String url) {
    return DatabaseManager.open(DatabaseConfig.builder().databaseUrl(url).build());
  }

  private static UUID user(DatabaseManager manager) {
    return manager.repositories().users().save(User.builder().build()).id().value();
  }

  private static void assertDelivered(ChangeFeed feed, FeedLease lease, UUID... ids) {
    feed.tick();
    FeedBatch batch = feed.read(lease, 100);
    assertThat(FeedFixture.ids(batch.events())).containsExactly(ids);
    feed.acknowledge(batch);
  }
}
