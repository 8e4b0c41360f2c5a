package io.zkpersona.storage.repository;

import io.zkpersona.domain.behavior.ClaimedInput;
import io.zkpersona.domain.behavior.DeadLetter;
import io.zkpersona.domain.behavior.FencingToken;
import io.zkpersona.domain.behavior.QueueDepth;
import io.zkpersona.domain.error.ClaimLostException;
import io.zkpersona.domain.error.DatabaseUnavailableException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.ManagerClosedException;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Unprocessed behavior inputs as work, each handed to one worker at a time. A worker that dies
 * loses nothing: when its lease runs out, the input is handed out again, with a greater {@link
 * FencingToken}. Leases and delays go by the clock of the database.
 *
 * <pre>{@code
 * WorkQueue queue = database.repositories().workQueue();
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
 *       tx.workQueue().complete(claim);
 *       tx.scoringResults().create(score);
 *     });
 *   }
 *   queue.awaitWork(Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * <p>An input may be worked on more than once, where a worker dies or is slower than its lease. Its
 * result is stored exactly once if it is stored in the transaction that completes the claim, as
 * above: what comes late is refused with {@link ClaimLostException}, and all of it undone. Other
 * stores can refuse it by the token.
 *
 * <p>A claim ends as well when the input is marked as processed in any other way, is deleted, or
 * its user erased: whoever had it is refused from then on. An input that was given up is left alone
 * until {@link #requeue}; marking it as processed ends that too.
 *
 * <p>Each call is one statement, in the caller's transaction if there is one; a claim made in a
 * transaction is hidden from others until it commits, and never was if it is rolled back. A claim
 * costs no more in a queue of a million than in one of a thousand, and dead letters cost it
 * nothing; older inputs that others have, or that are delayed, it passes over one by one, at about
 * a microsecond and a half each.
 *
 * <p>Thread-safe, unless it is a transaction's.
 */
public interface WorkQueue {

  /** After how many attempts an input is given up, unless {@link #withMaxAttempts} says. */
  int DEFAULT_MAX_ATTEMPTS = 5;

  /**
   * The same queue, which gives an input up after another number of attempts. The number is this
   * caller's own: of workers with different ones, the smallest tends to count.
   *
   * @param maxAttempts how many attempts, 1 to 1,000
   * @return a queue on the same connections, in the same transaction if there is one
   * @throws ValidationException if {@code maxAttempts} is outside 1 to 1,000
   */
  WorkQueue withMaxAttempts(int maxAttempts);

  /**
   * Takes the oldest inputs, by {@code timestamp} and id, that are not processed, that nobody has
   * and that are not delayed. Of workers that claim at the same time none waits for another, and
   * none gets what another got. A lease that ran out counts as a failed attempt, "lease expired";
   * an input whose last attempt ended so is given up here, instead of handed out.
   *
   * <p>Repeat: claims other inputs; those of a lost answer are handed out again when their lease
   * ends.
   *
   * @param limit how many at most, 1 to 1,000
   * @param lease for how long, 1 second to 24 hours, cut to microseconds
   * @return what was claimed, the oldest first; fewer than {@code limit}, or none, also where some
   *     were given up or are locked
   * @throws ValidationException if {@code limit} or {@code lease} is null or out of range
   */
  List<ClaimedInput> claimUnprocessed(int limit, Duration lease);

  /**
   * Marks a claimed input as processed. It counts even after the lease ran out, as long as nobody
   * else took the input.
   *
   * <p>Repeat: refused with {@link ClaimLostException}, since a claim leaves no record; whether the
   * input is processed tells that it was completed, by this claim or a later one.
   *
   * @param claim the claim
   * @throws ClaimLostException if the claim is not in force any more; nothing was marked
   * @throws ValidationException if {@code claim} is null
   */
  void complete(ClaimedInput claim);

  /**
   * Marks many claimed inputs as processed, and leaves those out whose claim is not in force any
   * more: their results are not to be stored.
   *
   * <p>Repeat: leaves out those that are marked already, as if their claims were lost.
   *
   * @param claims the claims
   * @return the inputs that this call marked
   * @throws ValidationException if {@code claims} or one of them is null
   */
  Set<BehaviorInputId> completeAll(Collection<ClaimedInput> claims);

  /**
   * Begins the lease anew from now on.
   *
   * <p>Repeat: begins the lease anew once more.
   *
   * @param claim the claim
   * @param lease for how long, 1 second to 24 hours, cut to microseconds
   * @return the claim with its new end
   * @throws ClaimLostException if the claim is not in force any more
   * @throws ValidationException if an argument is null, or {@code lease} out of range
   */
  ClaimedInput extend(ClaimedInput claim, Duration lease);

  /**
   * Notes that an attempt failed. The input is handed out again after a while or, if this was the
   * last attempt it may have, given up.
   *
   * <p>Repeat: refused with {@link ClaimLostException}; the failure is noted once.
   *
   * @param claim the claim
   * @param reason why, at most 500 characters, without personal data
   * @param retryAfter how long nobody gets it, zero to 30 days, cut to microseconds
   * @return true if it will be handed out again, false if it is a dead letter now
   * @throws ClaimLostException if the claim is not in force any more
   * @throws ValidationException if an argument is null, too long or out of range
   */
  boolean fail(ClaimedInput claim, String reason, Duration retryAfter);

  /**
   * Gives an input back at once, as if it had not been claimed: it does not count as an attempt.
   * Wakes workers, as {@link #notifyWorkers} does.
   *
   * <p>Repeat: refused with {@link ClaimLostException}; the input was given back once.
   *
   * @param claim the claim
   * @throws ClaimLostException if the claim is not in force any more
   * @throws ValidationException if {@code claim} is null
   */
  void release(ClaimedInput claim);

  /**
   * What was given up, the oldest first by {@code timestamp}, then id.
   *
   * @param limit how many at most, 1 to 1,000
   * @return the oldest of them
   * @throws ValidationException if {@code limit} is outside 1 to 1,000
   */
  List<DeadLetter> deadLetters(int limit);

  /**
   * Has an input handed out again that was given up, with all its attempts before it. Wakes
   * workers, as {@link #notifyWorkers} does.
   *
   * <p>Repeat: gives false and writes nothing.
   *
   * @param id which input
   * @return true if this call did, false if it is not given up; then nothing is written
   * @throws EntityNotFoundException if there is none
   * @throws ValidationException if {@code id} is null
   */
  boolean requeue(BehaviorInputId id);

  /**
   * Counts the work there is. It reads an index entry for each input that is not processed: some
   * tenths of a second for each million of them.
   *
   * @return the figures at one moment
   */
  QueueDepth depth();

  /**
   * Wakes all that wait in {@link #awaitWork}, on this and on other machines, when the transaction
   * commits that this is part of. Storing inputs does not do so by itself: a server lets
   * transactions that notify commit only one after the other, so that eight threads which store
   * single inputs and notify each time get a third as many stored. Call it once after, or in the
   * transaction with, what stores many; or not at all, where it is enough that workers look again
   * after their timeout.
   *
   * <p>Repeat: wakes once more, which does no harm.
   */
  void notifyWorkers();

  /**
   * Waits until there may be work: at once if there is some, when {@link #notifyWorkers} was
   * called, when a lease or a delay ends that was known when the waiting began, or when the
   * connection that listens was lost, and with it perhaps a wake-up. It asks the server once and
   * does not poll, except behind a pooler.
   *
   * <p>All that wait on one manager share one connection that listens, which is open while somebody
   * waits and about a minute longer: one of its own, beyond {@code DB_MAX_CONNECTIONS}, or one of
   * the host's pool. A pooler that lends a server connection out for a transaction only, like
   * PgBouncer in transaction mode, passes no wake-ups on: each thread that waits then looks for
   * work once a second, which is logged once, at WARN.
   *
   * @param timeout how long at most, zero to 24 hours
   * @return true if there may be work, false after {@code timeout}, or if the thread was
   *     interrupted, which it then still is
   * @throws TransactionException if it is called in a transaction, which waiting would keep open
   * @throws ManagerClosedException if the manager is, or meanwhile was, closed
   * @throws DatabaseUnavailableException if the server can't be listened to
   * @throws ValidationException if {@code timeout} is null or out of range
   */
  boolean awaitWork(Duration timeout);
}
