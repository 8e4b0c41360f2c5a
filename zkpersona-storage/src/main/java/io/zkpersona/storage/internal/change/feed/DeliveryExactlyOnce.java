package io.zkpersona.storage.internal.change.feed;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.FeedBatch;
import io.zkpersona.storage.repository.change.FeedLease;
import io.zkpersona.storage.transaction.OptionedTransactions;
import io.zkpersona.storage.transaction.Transaction;
import io.zkpersona.storage.transaction.TransactionOptions;
import io.zkpersona.storage.transaction.TransactionalChangeHandler;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Handles and acknowledges a batch in one transaction. If it fails, its events are delivered one by
 * one, each in its transaction, so that only the effects of those that fail are rolled back.
 */
final class DeliveryExactlyOnce extends Delivery {

  /** Failures of the delivery, not of an event: the batch is read again. */
  private static final Set<ErrorCode> OF_THE_DELIVERY =
      EnumSet.of(
          ErrorCode.CLAIM_LOST,
          ErrorCode.CLOSED,
          ErrorCode.DATABASE_UNAVAILABLE,
          ErrorCode.OUTCOME_UNKNOWN,
          ErrorCode.TRANSACTION_CONFLICT);

  private static final TransactionOptions OPTIONS = TransactionOptions.defaults().retries(3);

  private final ChangeFeed feed;
  private final OptionedTransactions database;
  private final TransactionalChangeHandler handler;
  private final int limit;

  /** How many events are still to be delivered one by one. */
  private int single;

  /** The batch that the last transaction read. */
  private @Nullable FeedBatch batch;

  /** The event whose handler runs. */
  private @Nullable ChangeEvent handled;

  /** Creates a delivery of at most {@code limit} events in a transaction. */
  DeliveryExactlyOnce(
      ChangeFeed feed,
      String name,
      OptionedTransactions database,
      TransactionalChangeHandler handler,
      int limit) {
    super(name);
    this.feed = feed;
    this.database = database;
    this.handler = handler;
    this.limit = limit;
  }

  @Override
  boolean deliver(FeedLease lease, BooleanSupplier stopped) {
    try {
      boolean more =
          database.<Boolean, Exception>callInTransactionThrowing(
              OPTIONS, tx -> deliverIn(tx, lease, stopped));
      single = Math.max(0, single - 1);
      return more;
    } catch (RuntimeException | Error e) {
      if (!isOfAnEvent(e)) {
        throw e;
      }
      failed(e);
    } catch (Exception e) {
      failed(e);
    }
    return true;
  }

  private boolean deliverIn(Transaction tx, FeedLease lease, BooleanSupplier stopped)
      throws Exception {
    batch = null;
    handled = null;
    ChangeFeed own = tx.changes().feed();
    FeedBatch read = own.read(lease, single > 0 ? 1 : limit);
    if (read.isAtEnd()) {
      return false;
    }
    batch = read;
    int taken = 0;
    for (ChangeEvent event : read.events()) {
      if (stopped.getAsBoolean()) {
        break;
      }
      handled = event;
      try {
        handler.handle(tx, event);
      } finally {
        // A handler may leave an interrupt behind.
        boolean unused = Thread.interrupted();
      }
      taken++;
    }
    handled = null;
    if (taken > 0 || !stopped.getAsBoolean()) {
      own.acknowledge(read.first(taken));
    }
    return true;
  }

  /** A failure after the handlers may be theirs, too, such as that of a deferred constraint. */
  private boolean isOfAnEvent(Throwable e) {
    if (batch == null || batch.events().isEmpty()) {
      return false;
    }
    ErrorCode code = e instanceof ZkPersonaException own ? own.code() : null;
    return handled == null
        ? code == null || !OF_THE_DELIVERY.contains(code)
        : code != ErrorCode.TRANSACTION_CONFLICT;
  }

  private void failed(Throwable e) {
    FeedBatch failing = batch;
    if (failing == null) {
      return;
    }
    if (failing.events().size() > 1) {
      single = failing.events().size();
      return;
    }
    ChangeEvent event = failing.events().get(0);
    died(feed.acknowledge(failing, Map.of(event, failed(event, e))));
    single = Math.max(0, single - 1);
  }
}
