package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.TransactionException;

/**
 * Counts of public scores that are kept up as records and users are written, with or without this
 * library, so that {@link ReputationRecordRepository#standing} need not count a whole leaderboard.
 * Always on.
 *
 * <p>A standing is exact: it adds to the counts what was written, and what began or ended, since
 * they were made. Writers only note whose entry on which leaderboard may have changed; every
 * fiftieth or so compares the entries noted, a thousand at most, with the records and counts the
 * difference, in its own transaction. {@link ReputationRecordRepository#recordAll} counts what it
 * has recorded when it is done. No two writers wait for each other because of it. Thread-safe,
 * unless it is a transaction's.
 */
public interface ReputationCounts {

  /**
   * Counts what was noted and what began or ended, ten thousand in each transaction, unless another
   * is at it. Writers do that now and then; after a bulk load, or when nobody writes while many
   * records end, doing it at once makes the next standings faster.
   *
   * <p>Repeat: counts what was noted since.
   *
   * @return how many notes and entries that was; 0 also if another is at it, or in a transaction of
   *     isolation {@code REPEATABLE_READ} or above
   */
  long fold();

  /**
   * Counts everything anew, in one transaction: for when somebody switched triggers off, or
   * restored a part of a backup. Writers go on meanwhile.
   *
   * <p>Repeat: counts everything once more.
   *
   * @return how many entries all leaderboards have, those of records that begin later included
   * @throws TransactionException inside a transaction
   */
  long rebuild();

  /**
   * Compares all entries and counts with the records, in one statement that reads each of them.
   *
   * @return how many are wrong: 0 if all is well
   */
  long verify();
}
