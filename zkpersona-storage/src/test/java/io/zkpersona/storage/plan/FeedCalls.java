package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.repository.change.SubscriptionOptions;
import java.time.Duration;
import java.util.Map;

/** One call of each method of the feed of changes. */
final class FeedCalls {

  private static final String NAME = "a reader";
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final SubscriptionOptions ONE_ATTEMPT =
      SubscriptionOptions.defaults().maxAttempts(1);

  private FeedCalls() {}

  static void addTo(Calls calls) {
    calls
        .add(
            "feed read and acknowledge",
            all -> {
              ChangeFeed feed = all.changes().feed();
              FeedLease lease = lease(feed);
              FeedBatch batch = feed.read(feed.extend(lease, LEASE), 100);
              assertThat(batch.events()).hasSize(100);
              feed.acknowledge(batch);
              assertThat(feed.subscriptions().get(0).unread()).isEqualTo(ChangeFeed.MAX_COUNTED);
              feed.release(lease);
            })
        .add(
            "feed dead letters",
            all -> {
              ChangeFeed feed = all.changes().feed();
              long first = dead(feed, lease(feed));
              assertThat(feed.deadLetters(NAME, 10)).hasSize(1);
              feed.retry(NAME, first);
              feed.skip(NAME, first);
              feed.retryAll(NAME);
            })
        .add(
            "feed ticks",
            all -> {
              ChangeFeed feed = all.changes().feed();
              lease(feed);
              feed.tick();
              feed.prune();
              assertThat(feed.deliveredUntil()).isNotNull();
              feed.wake();
              feed.unsubscribe(NAME);
            })
        .add("feed outside of transactions", FeedCalls::refused);
  }

  private static FeedLease lease(ChangeFeed feed) {
    feed.subscribe(NAME, ONE_ATTEMPT);
    return feed.claim(NAME, LEASE).orElseThrow();
  }

  private static long dead(ChangeFeed feed, FeedLease lease) {
    FeedBatch batch = feed.read(lease, 10);
    assertThat(feed.acknowledge(batch, Map.of(batch.events().get(0), "reason"))).isOne();
    return batch.events().get(0).change().position();
  }

  private static void refused(Repositories all) {
    ChangeFeed feed = all.changes().feed();
    feed.wake();
    assertThatThrownBy(() -> feed.await(NAME, LEASE)).isInstanceOf(TransactionException.class);
    assertThatThrownBy(() -> feed.start(Map.of(), RunnerOptions.defaults()))
        .isInstanceOf(TransactionException.class);
  }
}
