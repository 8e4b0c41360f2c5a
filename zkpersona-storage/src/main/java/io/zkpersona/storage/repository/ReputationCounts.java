package io.zkpersona.storage.repository;

import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.progress.ProgressListener;

/**
 * Maintains counts of public scores as records and users are written, with or without this library,
 * so that {@link ReputationRecordRepository#standing} need not count a whole leaderboard. Always
 * enabled.
 *
 * <p>A standing is exact: it adds to the counts all writes since the last fold, and all records
 * that began or ended since. Writers only note which entry on which leaderboard may have changed;
 * about one in fifty folds up to a thousand noted entries: it compares them with the records and
 * counts the difference, in its own transaction. {@link ReputationRecordRepository#recordAll} folds
 * its records at its end. The counts never make one writer wait for another. Thread-safe, unless
 * obtained from a transaction.
 */
public interface ReputationCounts {

  /**
   * Folds noted changes, and records that began or ended, into the counts, ten thousand per
   * transaction, unless another caller is folding. Writers fold from time to time; folding after a
   * bulk load, or while many records end without writes, makes the next standings faster.
   *
   * <p>Repeat: folds the changes noted since.
   *
   * @return how many notes and entries were folded; 0 also if another caller is folding, or in a
   *     transaction of isolation {@code REPEATABLE_READ} or above
   */
  long fold();

  /**
   * Recomputes all counts in one transaction. Needed after triggers were disabled or a backup was
   * partly restored. Writers are not blocked meanwhile.
   *
   * <p>Repeat: recomputes all counts again.
   *
   * @return how many entries all leaderboards have, including those of records that begin in the
   *     future
   * @throws TransactionException inside a transaction
   */
  default long rebuild() {
    return rebuild(ProgressListener.NONE);
  }

  /**
   * Recomputes all counts, as {@link #rebuild()} does, and reports its only step, which the server
   * runs as a whole.
   *
   * <p>Repeat: recomputes all counts again.
   *
   * @param progress receives 0 of 1 before the step, and 1 of 1 when it is committed
   * @return how many entries all leaderboards have, including those of records that begin in the
   *     future
   * @throws TransactionException inside a transaction
   */
  long rebuild(ProgressListener progress);

  /**
   * Compares all entries and counts with the records, in one statement that reads every record.
   *
   * @return how many are wrong; 0 if all are correct
   */
  long verify();
}
