package io.zkpersona.storage.internal.change.feed;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads, handles and acknowledges the events of a subscription. For one thread. */
abstract class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final String name;

  Delivery(String name) {
    this.name = name;
  }

  /** Returns the name of the subscription. */
  String name() {
    return name;
  }

  /**
   * Delivers a batch.
   *
   * @param stopped tells whether no further event is to be taken
   * @return false if there was nothing to deliver
   */
  abstract boolean deliver(FeedLease lease, BooleanSupplier stopped);

  /** Logs that an event failed, and returns the reason, which holds no personal data. */
  String failed(ChangeEvent event, Throwable failure) {
    String reason = FeedBatch.reason(failure);
    LOG.info("subscription {}: attempt {} of an event failed: {}", name, event.attempt(), reason);
    return reason;
  }

  /** Logs how many events became dead letters. */
  void died(int dead) {
    if (dead > 0) {
      LOG.warn("subscription {}: {} events became dead letters", name, dead);
    }
  }
}
