package io.zkpersona.storage.repository.behavior;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.progress.ProgressListener;

/**
 * Maintains counts of behavior inputs as they are written, by user, type, source and day in UTC, so
 * that {@code BehaviorInputRepository.analyticsSummary} need not count every time. Disabled until
 * {@link #enable}; then in effect for all writers of the table, with or without this library, until
 * {@link #disable}.
 *
 * <p>The rollup does not change the result of a summary, which is always exact for all rows
 * committed when it is requested. The counts serve filters that set no members but the user, the
 * type, the source, {@code processed} and whole days; other filters count rows. The number of
 * distinct sessions is maintained for the empty filter and counted otherwise.
 *
 * <p>Cost: each statement that writes inputs also inserts a small row for each group that it
 * changed, and once in a few thousand rows a writer folds these rows into the counts. The rollup
 * never makes one writer wait for another. Single inserts took 1.15 to 1.27 times as long as
 * without it.
 *
 * <p>{@link #enable}, {@link #disable} and {@link #rebuild} need the role that owns the tables, as
 * migrations do. Thread-safe, unless obtained from a transaction.
 */
public interface ActivityRollup {

  /**
   * Enables the counts and computes them from the stored inputs. Writers wait only until the
   * transactions that were already writing end; while the counts are computed, summaries count
   * rows. Does nothing if the counts are enabled. After a failure halfway, a second call computes
   * them again.
   *
   * <p>Repeat: does nothing if the counts are enabled.
   *
   * @throws TransactionException inside a transaction, or, with {@code TRANSACTION_CONFLICT}, while
   *     another process computes the counts
   */
  default void enable() {
    enable(ProgressListener.NONE);
  }

  /**
   * Enables the counts, as {@link #enable()} does, and reports each day of inputs that was counted.
   *
   * <p>Repeat: does nothing if the counts are enabled.
   *
   * @param progress receives the progress, counted in calendar days from that of the first input to
   *     that of the last, and once more when all is committed; nothing if there is no input, or the
   *     counts are enabled. After an exception from the listener, summaries count rows until a
   *     second call
   * @throws TransactionException inside a transaction, or, with {@code TRANSACTION_CONFLICT}, while
   *     another process computes the counts
   */
  void enable(ProgressListener progress);

  /**
   * Disables and deletes the counts. Waits for transactions that read or write inputs, and blocks
   * new ones meanwhile; if it deadlocks with a transaction that has read a summary and then writes
   * inputs, one of the two fails. Does nothing if the counts are disabled.
   *
   * <p>Repeat: does nothing if the counts are disabled.
   *
   * @throws TransactionException with {@code TRANSACTION_CONFLICT}, if this call failed in a
   *     deadlock; it may be retried
   */
  void disable();

  /**
   * Tells whether summaries use the counts.
   *
   * @return true if they do; false while the counts are disabled or being computed
   */
  boolean isEnabled();

  /**
   * Recomputes the counts from the stored inputs, as {@link #enable} does. Needed after triggers
   * were disabled or a backup was partly restored.
   *
   * <p>Repeat: recomputes the counts again.
   *
   * @return true if the counts were recomputed, by this call or by another that began meanwhile;
   *     false if they are disabled
   * @throws TransactionException as {@link #enable}
   */
  default boolean rebuild() {
    return rebuild(ProgressListener.NONE);
  }

  /**
   * Recomputes the counts, as {@link #rebuild()} does, and reports each day of inputs that was
   * counted.
   *
   * <p>Repeat: recomputes the counts again.
   *
   * @param progress receives the progress, as of {@link #enable(ProgressListener)}
   * @return true if the counts were recomputed, by this call or by another that began meanwhile;
   *     false if they are disabled
   * @throws TransactionException as {@link #enable}
   */
  boolean rebuild(ProgressListener progress);

  /**
   * Compares all counts with the stored inputs, in one statement that reads every input.
   *
   * @return how many counts are wrong; 0 if all are correct or the counts are not in use
   */
  long verify();

  /**
   * Folds pending changes into the counts, unless another caller is folding. Writers fold from time
   * to time; folding after a bulk load makes the next summaries of a {@link BehaviorInputFilter}
   * faster.
   *
   * <p>Repeat: folds the changes made since.
   *
   * @return how many rows were folded; 0 also if another caller is folding or the counts are not in
   *     use
   */
  long fold();
}
