package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.FeedLeaseLostException;
import io.zkpersona.storage.error.SubscriptionNotFoundException;
import io.zkpersona.storage.error.TransactionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Delivers each recorded change to each subscription, once its transaction has committed. None is
 * skipped, however late it commits; those of one row come in the order in which they were made; no
 * open or prepared transaction delays the others. Changes of different rows follow no order.
 * Recorded reads are no changes.
 *
 * <p>One worker at a time holds a subscription. It reads a batch, delivers its events, and
 * acknowledges it. An event is delivered at least once, and again if the worker fails in between:
 *
 * <pre>{@code
 * FeedLease lease = feed.claim("webhook", Duration.ofMinutes(1)).orElseThrow();
 * FeedBatch batch = feed.read(lease, 100);
 * feed.acknowledge(batch, batch.deliver(event -> send(event)));
 * }</pre>
 *
 * <p>Its effect takes place exactly once if it is in the same database and the transaction:
 *
 * <pre>{@code
 * database.inTransaction(tx -> {
 *   FeedBatch batch = tx.changes().feed().read(lease, 100);
 *   batch.events().forEach(event -> apply(tx, event));
 *   tx.changes().feed().acknowledge(batch);
 * });
 * }</pre>
 *
 * <p>An event that fails is tried again after a delay, and is a dead letter after its last attempt.
 * Meanwhile the later events of its row wait, and all other events are delivered. Nothing is
 * skipped without {@link #skip}.
 *
 * <p>Changes are divided into windows by {@link #tick}, which {@link #await} and {@code
 * ChangeFeedRunner} call: changes committed since the last tick are not read. Ticks are possible on
 * the primary only. Each call is one statement, in the caller's transaction if there is one. Times
 * are by the clock of the database. Thread-safe, unless obtained from a transaction.
 */
public interface ChangeFeed {

  /** Up to which number unread events are counted. */
  int MAX_COUNTED = 10_000;

  /** The longest name of a subscription, in characters. */
  int MAX_NAME = 100;

  /**
   * Creates a subscription, or changes the options of the one with this name: all but {@link
   * SubscriptionOptions#start}, for events that it has not read.
   *
   * <p>Repeat: does nothing but that.
   *
   * @param name the name, 1 to {@value #MAX_NAME} characters, distinguished by letter case
   * @param options the options
   * @return true if it was created
   * @throws ValidationException if an argument is null, or the name is empty, too long, or not
   *     well-formed Unicode without NUL
   * @throws TransactionException if it is new and the transaction is not READ COMMITTED; or if it
   *     is the first one in this database, and the transaction has written
   * @throws DatabaseUnavailableException if the server is a standby
   */
  boolean subscribe(String name, SubscriptionOptions options);

  /**
   * Removes a subscription with its position and its dead letters.
   *
   * <p>Repeat: returns false.
   *
   * @param name the name
   * @return false if there is none with this name
   * @throws ValidationException if {@code name} is null
   */
  boolean unsubscribe(String name);

  /**
   * Returns the state of all subscriptions. Costs as much as counting the unread events, up to
   * {@value #MAX_COUNTED} for each.
   *
   * @return an unmodifiable list, ordered by name
   */
  List<ChangeSubscription> subscriptions();

  /**
   * Claims a subscription, unless another worker holds it.
   *
   * <p>Repeat: returns empty until the lease expires.
   *
   * @param name the name
   * @param lease the length of the lease, 1 second to 24 hours, truncated to microseconds
   * @return the lease; empty if another worker holds the subscription
   * @throws ValidationException if an argument is null or out of range
   * @throws SubscriptionNotFoundException if there is no such subscription
   */
  Optional<FeedLease> claim(String name, Duration lease);

  /**
   * Extends a lease that has not expired.
   *
   * <p>Repeat: begins the lease anew.
   *
   * @param lease the lease
   * @param duration its length from now on, 1 second to 24 hours, truncated to microseconds
   * @return the lease with its new end
   * @throws ValidationException if an argument is null or out of range
   * @throws FeedLeaseLostException if the lease has ended
   */
  FeedLease extend(FeedLease lease, Duration duration);

  /**
   * Ends a lease, so that another worker can claim the subscription at once.
   *
   * <p>Repeat: returns false.
   *
   * @param lease the lease
   * @return false if it had ended
   * @throws ValidationException if {@code lease} is null
   */
  boolean release(FeedLease lease);

  /**
   * Makes the changes readable that were committed since the last tick. Two workers never tick at
   * once: the second one does nothing. In a transaction, no other can tick until its end.
   *
   * @return true if there is something new; false also if another transaction ticks
   * @throws TransactionException if this is the first tick in a database, or after it was restored,
   *     and the transaction has written or is not READ COMMITTED
   * @throws DatabaseUnavailableException if the server is a standby
   */
  boolean tick();

  /**
   * Reads the next events: first those to be tried again, then new ones. Changes nothing: reading
   * again gives the same events.
   *
   * @param lease the lease
   * @param limit the maximum number of events, 1 to 1,000
   * @return a batch; without events if there are none, or if too many rows are blocked
   * @throws ValidationException if an argument is null or out of range
   * @throws FeedLeaseLostException if the lease has ended
   */
  FeedBatch read(FeedLease lease, int limit);

  /**
   * Acknowledges a batch whose events were all delivered.
   *
   * <p>Repeat: throws {@link FeedLeaseLostException}; so after an unknown outcome, read again.
   *
   * @param batch the batch
   * @throws ValidationException if {@code batch} is null or not of this feed
   * @throws FeedLeaseLostException if the lease has ended, or the batch is not the last one read
   */
  default void acknowledge(FeedBatch batch) {
    acknowledge(batch, Map.of());
  }

  /**
   * Acknowledges a batch some of whose events failed. Those are delivered again later, and so are
   * all events of their rows after them, whether they were delivered or not.
   *
   * <p>Repeat: throws {@link FeedLeaseLostException}.
   *
   * @param batch the batch
   * @param failed events of the batch, with reasons of at most {@value FeedBatch#MAX_REASON}
   *     characters, without personal data
   * @return how many of them became dead letters
   * @throws ValidationException if an argument is null, an event is not of the batch, or a reason
   *     is too long
   * @throws FeedLeaseLostException if the lease has ended, or the batch is not the last one read
   */
  int acknowledge(FeedBatch batch, Map<ChangeEvent, String> failed);

  /**
   * Ticks, and waits until a subscription has something to deliver: for {@link #wake}, or for the
   * end of the timeout. Writers do not wake readers by themselves, so the timeout is the interval
   * of polling.
   *
   * @param name the name of the subscription
   * @param timeout the maximum wait, zero to 24 hours
   * @return false if there is nothing, or the thread is interrupted, whose status stays set
   * @throws ValidationException if an argument is null or out of range
   * @throws SubscriptionNotFoundException if there is no such subscription
   * @throws TransactionException inside a transaction
   */
  boolean await(String name, Duration timeout);

  /**
   * Wakes the threads that {@link #await} changes, of all processes, when the caller's transaction
   * commits. A writer that wants its changes to be delivered at once calls it once; through a
   * pooler in transaction mode, it has no effect. All commits that notify wait for each other.
   */
  void wake();

  /**
   * Returns dead letters, the oldest first.
   *
   * @param name the name of the subscription
   * @param limit the maximum number, 1 to 1,000
   * @return an unmodifiable list; empty if there is no such subscription
   * @throws ValidationException if an argument is null or out of range
   */
  List<DeadChange> deadLetters(String name, int limit);

  /**
   * Has a dead letter tried again, at once and with all its attempts.
   *
   * <p>Repeat: returns false.
   *
   * @param name the name of the subscription
   * @param position the position of the change
   * @return false if it is no dead letter
   * @throws ValidationException if {@code name} is null
   */
  boolean retry(String name, long position);

  /**
   * Has all dead letters tried again, at once and with all their attempts.
   *
   * <p>Repeat: returns 0.
   *
   * @param name the name of the subscription
   * @return how many
   * @throws ValidationException if {@code name} is null
   */
  int retryAll(String name);

  /**
   * Skips a dead letter: it is never delivered, and the events that wait for it are.
   *
   * <p>Repeat: returns false.
   *
   * @param name the name of the subscription
   * @param position the position of the change
   * @return false if it is no dead letter
   * @throws ValidationException if {@code name} is null
   */
  boolean skip(String name, long position);

  /**
   * Ticks, and returns the time up to which all committed changes were delivered to all
   * subscriptions; dead letters were not. Old changes may be dropped up to it. A transaction that
   * still runs may commit changes with an earlier time: lock a partition before you ask whether it
   * can be dropped. Costs as much as reading what is unread.
   *
   * @return the time; now if everything is delivered or there are no subscriptions
   * @throws TransactionException as {@link #tick}
   * @throws DatabaseUnavailableException if the server is a standby
   */
  Instant deliveredUntil();

  /**
   * Removes ticks that no subscription needs. Ticking does so now and then.
   *
   * @return how many
   */
  int prune();

  /**
   * Starts a runner: a thread for each subscription, which claims it, extends the lease, delivers
   * event by event, and acknowledges batches. If another worker holds the subscription, it waits
   * for it. An event whose handler throws has failed, whatever it throws; the reason is the class.
   *
   * <p>A cut connection or a restarted server delays the runner. Events whose acknowledgement was
   * lost are delivered again.
   *
   * @param handlers the handlers by the names of the subscriptions. A handler is called by one
   *     thread at a time of all runners, unless a lease expires while it runs
   * @param options the options
   * @return the runner, to be closed before the manager
   * @throws ValidationException if an argument, a name or a handler is null, or a name is invalid
   * @throws TransactionException inside a transaction
   */
  ChangeFeedRunner start(Map<String, ChangeHandler> handlers, RunnerOptions options);
}
