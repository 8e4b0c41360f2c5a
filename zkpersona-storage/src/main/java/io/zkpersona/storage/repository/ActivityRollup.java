package io.zkpersona.storage.repository;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.error.TransactionException;

/**
 * Counts of behavior inputs that are kept up as inputs are written, by user, type, source and day
 * in UTC, so that {@link BehaviorInputRepository#analyticsSummary} need not count again. Switched
 * off until {@link #enable}; then for everybody who writes to the table, with or without this
 * library, until {@link #disable}.
 *
 * <p>A summary is the same with and without: exact, of all that is committed when it is asked for.
 * The counts serve filters that name neither a session nor a time within a day; others are counted
 * as ever. How many distinct sessions there are is kept for the filter that restricts nothing, and
 * counted otherwise.
 *
 * <p>What it costs: each statement that writes inputs also adds a small row for each group that it
 * changed, and once in some thousands of rows one of them adds up what has gathered. No two writers
 * wait for each other because of it. Single inserts took 1.15 to 1.27 of the time they take
 * without.
 *
 * <p>{@link #enable}, {@link #disable} and {@link #rebuild} need the role that owns the tables, as
 * migrations do. Thread-safe, unless it is a transaction's.
 */
public interface ActivityRollup {

  /**
   * Switches the counts on and makes them of what is stored. Writers wait only for the moment in
   * which those that were already writing come to their end; while the counts are made, summaries
   * count for themselves. Does nothing if they are on. Where it failed halfway, a second call makes
   * them anew.
   *
   * <p>Repeat: does nothing if they are on.
   *
   * @throws TransactionException inside a transaction, or, with {@code TRANSACTION_CONFLICT}, while
   *     another process makes them
   */
  void enable();

  /**
   * Switches the counts off and forgets them. Waits for those who are reading or writing inputs,
   * and lets nobody do either meanwhile; if it meets a transaction that has read a summary and then
   * writes inputs, one of the two is given up. Does nothing if they are off.
   *
   * <p>Repeat: does nothing if they are off.
   *
   * @throws TransactionException with {@code TRANSACTION_CONFLICT}, if it was given up; it may be
   *     called again
   */
  void disable();

  /**
   * Whether summaries use the counts.
   *
   * @return false while they are off, and while they are made
   */
  boolean isEnabled();

  /**
   * Makes the counts anew of what is stored, as {@link #enable} does: for when somebody switched
   * triggers off, or restored a part of a backup.
   *
   * <p>Repeat: makes them anew once more.
   *
   * @return true if they were made, by this call or by another that began meanwhile; false if they
   *     are switched off
   * @throws TransactionException as {@link #enable}
   */
  boolean rebuild();

  /**
   * Compares all counts with what is stored, in one statement that reads every input.
   *
   * @return how many counts are wrong: 0 if all is well, or if they are not in use
   */
  long verify();

  /**
   * Adds up what has gathered, unless another is at it. Writers do that now and then; after a bulk
   * load, doing it at once makes the next summaries of a {@link BehaviorInputFilter} faster.
   *
   * <p>Repeat: adds up what gathered since.
   *
   * @return how many rows had gathered, 0 also if another is at it or the counts are not in use
   */
  long fold();
}
