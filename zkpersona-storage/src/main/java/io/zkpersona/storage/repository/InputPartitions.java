package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.InputPartitionsException;
import io.zkpersona.domain.error.StatementTimeoutException;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The table of behavior inputs in parts, by the time that their version 7 ids begin with (RFC 9562,
 * section 5.7), so that old inputs can be dropped as a whole instead of row by row. An ordinary
 * table until {@link #enable}; everything else of the library does the same with both.
 *
 * <p>Once it is partitioned, an input is in the partition that its id's time falls into, and in one
 * for late ones if that was not made yet: call {@link #prepare} now and then, ahead of time; no
 * thread of the library does. What was stored before the first bound stays where it is, in a
 * partition that is never dropped, and so do ids that tell an earlier time or one after the year
 * 2109. An id of another version is taken by its first 48 bits like any other: most of them tell no
 * time within reach, but two in a million random ones fall into a given week.
 *
 * <p>External keys stay unique over all partitions: a table of their own keeps them so, since a
 * unique index would have to hold the id. Every keyed input then takes a row there besides, written
 * and removed with it. Looking inputs up by their keys, or by blocks, asks each partition, which is
 * still an index search, but as many as there are partitions.
 *
 * <p>{@link #enable}, {@link #prepare} and {@link #dropBefore} need the role that owns the tables
 * and may create in their schema, as migrations do. They are safe to be called by several at once,
 * one of whom does the work. Each is done whole or not at all, and takes locks that everybody who
 * uses the tables waits for while they are held. A lock that is not to be had within 0.8 s, less
 * than it takes the database to look for deadlocks, is let go for a moment and asked for again, 15
 * times. A statement timeout applies to each as a whole. Thread-safe; refused in a transaction.
 */
public interface InputPartitions {

  /**
   * Turns the table into one with partitions, up to and including the one that {@code ahead} from
   * now falls into. The old table becomes one of them without being written anew, but for the
   * inputs from {@code from} on, which are moved. External keys that are there are copied, and
   * their index is made anew, while the table is locked.
   *
   * <p>Nobody can use inputs, nor what refers to them or they refer to, while it lasts: the old
   * table's ids are read once, and what is moved is written once. Then references to inputs are
   * checked again and statistics taken, while everybody goes on; where there is no time for that
   * within the statement timeout, no lock to be had, or the connection broke, the log says so and
   * {@link #prepare} does it. Of a million inputs, the table was locked for 0.15 s where nothing
   * was moved, for 26 s where 12 weeks were (on a machine of two cores, 2026-11-24). Foreign keys
   * to and from the table, checks, indexes, triggers, defaults, comments and privileges stay, under
   * their names.
   *
   * <p>Repeat: refused as {@code ENABLED_ALREADY}.
   *
   * @param from what the first partition is for, cut to the beginning of its day in UTC; 500 widths
   *     ago at most, and not beyond {@code ahead}. In the future nothing is moved but ids ahead of
   *     their time
   * @param width how much time each is for; the first one ends with the calendar's
   * @param ahead from now, by this machine's clock, up to 500 widths
   * @return how many partitions for a range of time were made
   * @throws InputPartitionsException {@code ENABLED_ALREADY}; {@code TIED} where views, policies,
   *     publications, functions, inheritance, unique indexes without the id or constraints that are
   *     not validated would be lost, with their names; {@code NOT_OWNER}
   * @throws ValidationException if an argument is null or out of its range
   * @throws StatementTimeoutException if a lock is not to be had; the call may be repeated
   * @throws TransactionException inside a transaction
   */
  int enable(Instant from, PartitionWidth width, Duration ahead);

  /**
   * Whether the table is partitioned.
   *
   * @return true once it was enabled, until somebody takes it back past the library
   */
  boolean isEnabled();

  /**
   * The partitions there are.
   *
   * @return the one for all that is in no range, the one for late ones, then by time; empty if the
   *     table is not partitioned
   */
  List<InputPartition> list();

  /**
   * Makes the partitions that are missing, from where the last one ends up to and including the one
   * that {@code ahead} from now falls into. Late inputs of theirs are moved into them. Where all
   * were dropped it begins today, or with the first late input.
   *
   * <p>Where none is late, those who insert into no existing partition, change users or sessions,
   * or read or change inputs without naming ids of existing partitions, wait for some milliseconds.
   * The old table is not read. Two weeks were made in 40 ms (two cores, 2026-11-24). Where some are
   * late, everybody waits until they are moved.
   *
   * <p>Repeat: makes what is missing by then, mostly nothing.
   *
   * @param width how much time each is for; it need not be the one of before
   * @param ahead from now, by this machine's clock, up to 500 widths
   * @return how many were made, 0 if none was missing
   * @throws InputPartitionsException {@code NOT_ENABLED} or {@code NOT_OWNER}
   * @throws ValidationException if an argument is null or out of its range
   * @throws StatementTimeoutException if a lock is not to be had; the call may be repeated
   * @throws TransactionException inside a transaction
   */
  int prepare(PartitionWidth width, Duration ahead);

  /**
   * As {@link #dropBefore(Instant, Dependents)} that keeps what refers to inputs.
   *
   * @param before no partition that ends later is dropped
   * @return what was dropped, all 0 if nothing was
   * @throws InputPartitionsException as there
   * @throws ValidationException if {@code before} is null
   * @throws StatementTimeoutException as there
   * @throws TransactionException as there
   */
  default DroppedPartitions dropBefore(Instant before) {
    return dropBefore(before, Dependents.KEEP);
  }

  /**
   * Drops every partition that ends at or before an instant, with the inputs in it, processed or
   * not, and claims of them. As far as the rest is concerned that equals deleting them: counts that
   * are kept up are reduced. What is in no range of time, and what is late, stays.
   *
   * <p>Everybody who uses inputs, or what refers to them or they refer to, waits while it lasts:
   * inputs that go are counted, and their dependents and external keys deleted one by one. To have
   * it short, delete dependents before. A week of 77,778 inputs with their scores was dropped in
   * 1.4 s (two cores, 2026-11-24).
   *
   * <p>Repeat: drops nothing more; the numbers of the first call are lost.
   *
   * @param before no partition that ends later is dropped
   * @param dependents what becomes of scoring results and proofs
   * @return what was dropped, all 0 if nothing was
   * @throws InputPartitionsException {@code NOT_ENABLED}; {@code REFERRED_TO} with how many scores
   *     and proofs there are, if they are to be kept, or where tables of the host refer to such
   *     inputs; {@code COUNTS_BEING_MADE} while {@link ActivityRollup#rebuild} runs or after it
   *     broke off; {@code NOT_OWNER}
   * @throws ValidationException if an argument is null, or {@code before} is an instant that the
   *     database can't hold
   * @throws StatementTimeoutException if a lock is not to be had; the call may be repeated
   * @throws TransactionException inside a transaction
   */
  DroppedPartitions dropBefore(Instant before, Dependents dependents);
}
