package io.zkpersona.storage.internal.change.feed;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.ChangeHandler;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Acknowledges a batch after its events were handled, outside of transactions. */
final class DeliveryAtLeastOnce extends Delivery {

  private final ChangeFeed feed;
  private final ChangeHandler handler;
  private final int limit;

  /** Creates a delivery of at most {@code limit} events at a time. */
  DeliveryAtLeastOnce(ChangeFeed feed, String name, ChangeHandler handler, int limit) {
    super(name);
    this.feed = feed;
    this.handler = handler;
    this.limit = limit;
  }

  @Override
  boolean deliver(FeedLease lease, BooleanSupplier stopped) {
    FeedBatch batch = feed.read(lease, limit);
    if (batch.isAtEnd()) {
      return false;
    }
    Map<ChangeEvent, String> failed = new LinkedHashMap<>();
    int taken = 0;
    for (ChangeEvent event : batch.events()) {
      if (stopped.getAsBoolean()) {
        break;
      }
      taken++;
      if (failed.keySet().stream().noneMatch(event::isOfSameRow)) {
        handle(event, failed);
      }
    }
    if (taken > 0 || !stopped.getAsBoolean()) {
      died(feed.acknowledge(batch.first(taken), failed));
    }
    return true;
  }

  private void handle(ChangeEvent event, Map<ChangeEvent, String> failed) {
    try {
      handler.handle(event);
    } catch (Throwable e) {
      // An Error, too, must not end the thread: the event would block all others.
      failed.put(event, failed(event, e));
    }
    // A handler may leave an interrupt behind.
    boolean unused = Thread.interrupted();
  }
}
