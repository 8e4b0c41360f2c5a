package io.zkpersona.storage.repository.behavior;

import io.zkpersona.domain.behavior.queue.ClaimLostException;
import io.zkpersona.domain.behavior.queue.ClaimedInput;
import io.zkpersona.domain.behavior.queue.DeadLetter;
import io.zkpersona.domain.behavior.queue.FencingToken;
import io.zkpersona.domain.behavior.queue.QueueDepth;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.TransactionException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A queue of unprocessed behavior inputs, each leased to one worker at a time. If a worker dies, no
 * input is lost: when its lease expires, the input is handed out again with a greater {@link
 * FencingToken}. Leases and delays are measured by the database's clock.
 *
 * <pre>{@code
 * WorkQueue queue = database.repositories().behaviorInputs().workQueue();
 * while (!stopped) {
 *   for (ClaimedInput claim : queue.claimUnprocessed(100, Duration.ofMinutes(5))) {
 *     CreateScoringResultRequest score;
 *     try {
 *       score = model.score(claim.input());
 *     } catch (ModelException e) {
 *       queue.fail(claim, "the model refused it", Duration.ofSeconds(30));
 *       continue;
 *     }
 *     database.inTransaction(tx -> {
 *       tx.behaviorInputs().workQueue().complete(claim);
 *       tx.scoringResults().create(score);
 *     });
 *   }
 *   queue.awaitWork(Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * <p>An input may be processed more than once if a worker dies or outlives its lease. Its result is
 * stored exactly once if it is stored in the transaction that completes the claim, as above: a late
 * worker gets {@link ClaimLostException}, and its transaction rolls back. Other stores can reject
 * late results by the fencing token.
 *
 * <p>A claim also ends when the input is marked as processed in another way, is deleted, or its
 * user is erased; later calls with that claim fail. A dead letter is not handed out until {@link
 * #requeue}; marking it as processed also ends that state.
 *
 * <p>Each call is one statement, in the caller's transaction if there is one. A claim made in a
 * transaction is invisible to others until the commit, and a rollback undoes it. The cost of a
 * claim does not depend on the length of the queue or on the number of dead letters; it skips older
 * inputs that are claimed or delayed one by one, at about 1.5 microseconds each.
 *
 * <p>Thread-safe, unless obtained from a transaction.
 */
public interface WorkQueue {

  /**
   * The number of attempts after which an input becomes a dead letter, unless {@link
   * #withMaxAttempts} sets another.
   */
  int DEFAULT_MAX_ATTEMPTS = 5;

  /**
   * Returns this queue with another maximum number of attempts. The maximum applies to this object
   * only: among workers with different maximums, the smallest tends to take effect.
   *
   * @param maxAttempts the maximum number of attempts, 1 to 1,000
   * @return a queue on the same connections, in the same transaction if there is one
   * @throws ValidationException if {@code maxAttempts} is outside 1 to 1,000
   */
  WorkQueue withMaxAttempts(int maxAttempts);

  /**
   * Claims the oldest inputs, by {@code timestamp} and id, that are not processed, claimed or
   * delayed. Concurrent workers never wait for each other and never claim the same input. An
   * expired lease counts as a failed attempt with the reason "lease expired"; an input whose last
   * attempt ended this way becomes a dead letter here instead of being claimed.
   *
   * <p>Repeat: claims other inputs; those of a lost answer are handed out again when their lease
   * expires.
   *
   * @param limit the maximum number, 1 to 1,000
   * @param lease the length of the lease, 1 second to 24 hours, truncated to microseconds
   * @return the claims, oldest first; fewer than {@code limit}, or none, also if some inputs became
   *     dead letters or are locked
   * @throws ValidationException if {@code limit} or {@code lease} is null or out of range
   */
  List<ClaimedInput> claimUnprocessed(int limit, Duration lease);

  /**
   * Marks a claimed input as processed. Succeeds even after the lease has expired, as long as no
   * other worker has claimed the input.
   *
   * <p>Repeat: throws {@link ClaimLostException}, since a completed claim leaves no record; if the
   * input is processed, this claim or a later one completed it.
   *
   * @param claim the claim
   * @throws ClaimLostException if the claim is no longer valid; nothing is marked
   * @throws ValidationException if {@code claim} is null
   */
  void complete(ClaimedInput claim);

  /**
   * Marks many claimed inputs as processed. Inputs whose claim is no longer valid are omitted;
   * their results must not be stored.
   *
   * <p>Repeat: omits inputs that are already marked, as if their claims were lost.
   *
   * @param claims the claims
   * @return the inputs that this call marked
   * @throws ValidationException if {@code claims} or one of them is null
   */
  Set<BehaviorInputId> completeAll(Collection<ClaimedInput> claims);

  /**
   * Renews the lease, starting now.
   *
   * <p>Repeat: renews the lease again.
   *
   * @param claim the claim
   * @param lease the length of the lease, 1 second to 24 hours, truncated to microseconds
   * @return the claim with its new expiry
   * @throws ClaimLostException if the claim is no longer valid
   * @throws ValidationException if an argument is null, or {@code lease} out of range
   */
  ClaimedInput extend(ClaimedInput claim, Duration lease);

  /**
   * Records a failed attempt. The input is handed out again after a delay or, if this was its last
   * permitted attempt, becomes a dead letter.
   *
   * <p>Repeat: throws {@link ClaimLostException}; the failure is recorded once.
   *
   * @param claim the claim
   * @param reason the reason, at most 500 characters, without personal data
   * @param retryAfter the delay before the next attempt, zero to 30 days, truncated to microseconds
   * @return true if the input will be handed out again, false if it is now a dead letter
   * @throws ClaimLostException if the claim is no longer valid
   * @throws ValidationException if an argument is null, too long or out of range
   */
  boolean fail(ClaimedInput claim, String reason, Duration retryAfter);

  /**
   * Returns an input to the queue at once, as if it had not been claimed; this does not count as an
   * attempt. Wakes workers, as {@link #notifyWorkers} does.
   *
   * <p>Repeat: throws {@link ClaimLostException}; the input was returned once.
   *
   * @param claim the claim
   * @throws ClaimLostException if the claim is no longer valid
   * @throws ValidationException if {@code claim} is null
   */
  void release(ClaimedInput claim);

  /**
   * Returns dead letters, oldest first by {@code timestamp}, then id.
   *
   * @param limit the maximum number, 1 to 1,000
   * @return the oldest of them
   * @throws ValidationException if {@code limit} is outside 1 to 1,000
   */
  List<DeadLetter> deadLetters(int limit);

  /**
   * Returns a dead letter to the queue with its full number of attempts. Wakes workers, as {@link
   * #notifyWorkers} does.
   *
   * <p>Repeat: returns false and writes nothing.
   *
   * @param id the input's id
   * @return true if this call requeued it; false if it is not a dead letter and nothing was written
   * @throws EntityNotFoundException if there is no such input
   * @throws ValidationException if {@code id} is null
   */
  boolean requeue(BehaviorInputId id);

  /**
   * Counts the inputs in the queue. Reads an index entry for each unprocessed input: a few tenths
   * of a second per million.
   *
   * @return the counts, all as of the same moment
   */
  QueueDepth depth();

  /**
   * Wakes all threads that wait in {@link #awaitWork}, on this and other machines, when the
   * enclosing transaction commits. Storing inputs does not wake workers: a server commits
   * transactions that notify one after the other, and eight threads that store single inputs and
   * notify each time reach a third of the throughput. Call this once after, or in the same
   * transaction as, a large write; or not at all if it is enough that workers look again after
   * their timeout.
   *
   * <p>Repeat: wakes the workers again, which is harmless.
   */
  void notifyWorkers();

  /**
   * Waits until there may be work. Returns at once if there is some; otherwise when {@link
   * #notifyWorkers} is called, when a lease or delay ends that was known when the wait began, or
   * when the listening connection is lost, since a notification may be lost with it. Queries the
   * server once and does not poll, except behind a pooler.
   *
   * <p>All waiting threads of a manager share one listening connection, which is open while a
   * thread waits and about a minute longer. It is an additional connection beyond {@code
   * DB_MAX_CONNECTIONS}, or one from the host's pool. A transaction pooler, such as PgBouncer in
   * transaction mode, does not deliver notifications: each waiting thread then polls once a second,
   * and one WARN message is logged.
   *
   * @param timeout the maximum wait, zero to 24 hours
   * @return true if there may be work; false after {@code timeout}, or if the thread was
   *     interrupted, whose interrupt status remains set
   * @throws TransactionException if called in a transaction, which the wait would keep open
   * @throws ManagerClosedException if the manager is closed before or during the wait
   * @throws DatabaseUnavailableException if the listening connection can't be established
   * @throws ValidationException if {@code timeout} is null or out of range
   */
  boolean awaitWork(Duration timeout);
}
