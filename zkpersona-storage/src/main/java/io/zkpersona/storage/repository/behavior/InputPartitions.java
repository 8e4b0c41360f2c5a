package io.zkpersona.storage.repository.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.error.InputPartitionsException;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.progress.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Range partitions of the behavior input table, by the timestamp of the version 7 ids (RFC 9562,
 * section 5.7), so that old inputs can be dropped partition by partition instead of row by row. The
 * table is not partitioned until {@link #enable}; the rest of the library behaves the same either
 * way.
 *
 * <p>In a partitioned table an input is stored in the partition for the time of its id, or in the
 * default partition for late inputs if that partition does not exist yet: call {@link #prepare}
 * regularly, ahead of time, since no thread of the library does. Inputs stored before the first
 * bound stay in a partition that is never dropped, as do inputs whose id has an earlier time or one
 * after the year 2109. An id of another version is placed by its first 48 bits like any other: most
 * represent times out of range, but two in a million random ids fall into a given week.
 *
 * <p>External keys remain unique over all partitions: a separate table enforces this, since a
 * unique index would have to include the id. Every input with a key takes an additional row in that
 * table, written and deleted with it. A lookup by key or by block searches an index of each
 * partition.
 *
 * <p>{@link #enable}, {@link #prepare} and {@link #dropBefore} need the role that owns the tables
 * and may create objects in their schema, as migrations do. Concurrent calls are safe; one of them
 * does the work. Each call is atomic and takes locks that block other users of the tables while
 * they are held. A lock that is not acquired within 0.8 s, which is less than the server's {@code
 * deadlock_timeout}, is abandoned briefly and requested again, up to 15 times. The statement
 * timeout applies to each call as a whole. Thread-safe; not allowed in a transaction.
 */
public interface InputPartitions {

  /**
   * Partitions the table, creating partitions up to and including the one that contains the time
   * {@code ahead} from now. The old table becomes one of the partitions without being rewritten,
   * except that the inputs from {@code from} on are moved. Existing external keys are copied, and
   * their index is rebuilt, while the table is locked.
   *
   * <p>Inputs, the tables that refer to them and the tables they refer to are locked meanwhile: the
   * old table's ids are read once, and moved rows are written once. Afterwards, without blocking
   * others, references to inputs are validated and statistics collected; if the statement timeout
   * leaves no time for that, a lock is not acquired or the connection breaks, this is logged and
   * {@link #prepare} does it. With a million inputs the table was locked for 0.15 s when nothing
   * was moved, and for 26 s when 12 weeks were moved (two cores, 2026-11-24). Foreign keys to and
   * from the table, checks, indexes, triggers, defaults, comments and privileges are kept under
   * their names.
   *
   * <p>Repeat: throws {@link InputPartitionsException} with {@code ENABLED_ALREADY}.
   *
   * @param from the start of the first partition, truncated to the start of its day in UTC; at most
   *     500 widths ago, and not beyond {@code ahead}. If it is in the future, only inputs whose id
   *     has a later time are moved
   * @param width the time range of each partition; the first one ends at the calendar boundary
   * @param ahead how far ahead to create partitions, from now by this machine's clock, up to 500
   *     widths
   * @return how many range partitions were created
   * @throws InputPartitionsException {@code ENABLED_ALREADY}; {@code TIED} if views, policies,
   *     publications, functions, inheritance, unique indexes without the id or unvalidated
   *     constraints would be lost, naming them; {@code NOT_OWNER}
   * @throws ValidationException if an argument is null or out of its range
   * @throws StatementTimeoutException if a lock is not acquired; the call may be retried
   * @throws TransactionException inside a transaction
   */
  default int enable(Instant from, PartitionWidth width, Duration ahead) {
    return enable(from, width, ahead, ProgressListener.NONE);
  }

  /**
   * Partitions the table, as {@link #enable(Instant, PartitionWidth, Duration)} does, and reports
   * its steps: 1 of 2 when the table is partitioned and unlocked, 2 of 2 when references are
   * validated and statistics collected. An exception from the listener after the first step leaves
   * the second to {@link #prepare}.
   *
   * <p>Repeat: throws {@link InputPartitionsException} with {@code ENABLED_ALREADY}.
   *
   * @param from the start of the first partition
   * @param width the time range of each partition
   * @param ahead how far ahead to create partitions
   * @param progress receives the progress, counted in steps, beginning with 0 of 2
   * @return how many range partitions were created
   * @throws InputPartitionsException as {@link #enable(Instant, PartitionWidth, Duration)}
   * @throws ValidationException if an argument is null or out of its range
   * @throws StatementTimeoutException if a lock is not acquired; the call may be retried
   * @throws TransactionException inside a transaction
   */
  int enable(Instant from, PartitionWidth width, Duration ahead, ProgressListener progress);

  /**
   * Tells whether the table is partitioned.
   *
   * @return true after {@link #enable}, until the partitioning is reverted outside the library
   */
  boolean isEnabled();

  /**
   * Lists the partitions.
   *
   * @return the partition for inputs outside all ranges, the one for late inputs, then the range
   *     partitions by time; empty if the table is not partitioned
   */
  List<InputPartition> list();

  /**
   * Creates the missing partitions, from the end of the last one up to and including the one that
   * contains the time {@code ahead} from now. Late inputs that belong to them are moved into them.
   * If all partitions were dropped, the new ones begin today or with the first late input.
   *
   * <p>If no input is late, statements wait a few milliseconds if they insert outside the existing
   * partitions, change users or sessions, or read or change inputs without naming ids of existing
   * partitions. The old table is not read. Two weeks were created in 40 ms (two cores, 2026-11-24).
   * If inputs are late, all statements wait until those inputs are moved.
   *
   * <p>Repeat: creates the partitions missing at that time, usually none.
   *
   * @param width the time range of each new partition; may differ from earlier calls
   * @param ahead how far ahead to create partitions, from now by this machine's clock, up to 500
   *     widths
   * @return how many were created; 0 if none was missing
   * @throws InputPartitionsException {@code NOT_ENABLED} or {@code NOT_OWNER}
   * @throws ValidationException if an argument is null or out of its range
   * @throws StatementTimeoutException if a lock is not acquired; the call may be retried
   * @throws TransactionException inside a transaction
   */
  default int prepare(PartitionWidth width, Duration ahead) {
    return prepare(width, ahead, ProgressListener.NONE);
  }

  /**
   * Creates the missing partitions, as {@link #prepare(PartitionWidth, Duration)} does, and reports
   * its steps, as {@link #enable(Instant, PartitionWidth, Duration, ProgressListener)} does.
   *
   * <p>Repeat: creates the partitions missing at that time, usually none.
   *
   * @param width the time range of each new partition
   * @param ahead how far ahead to create partitions
   * @param progress receives the progress, counted in steps, beginning with 0 of 2
   * @return how many were created; 0 if none was missing
   * @throws InputPartitionsException {@code NOT_ENABLED} or {@code NOT_OWNER}
   * @throws ValidationException if an argument is null or out of its range
   * @throws StatementTimeoutException if a lock is not acquired; the call may be retried
   * @throws TransactionException inside a transaction
   */
  int prepare(PartitionWidth width, Duration ahead, ProgressListener progress);

  /**
   * Drops old partitions, as {@link #dropBefore(Instant, Dependents)} does with {@link
   * Dependents#KEEP}.
   *
   * @param before the instant; partitions that end later are kept
   * @return the counts of dropped objects and rows; all 0 if nothing was dropped
   * @throws InputPartitionsException as {@link #dropBefore(Instant, Dependents)}
   * @throws ValidationException if {@code before} is null
   * @throws StatementTimeoutException as {@link #dropBefore(Instant, Dependents)}
   * @throws TransactionException as {@link #dropBefore(Instant, Dependents)}
   */
  default DroppedPartitions dropBefore(Instant before) {
    return dropBefore(before, Dependents.KEEP);
  }

  /**
   * Drops every partition that ends at or before an instant, with its inputs, processed or not, and
   * their claims. The effect on other data is that of deleting the inputs: activity counts are
   * reduced. Inputs outside all ranges and late inputs are kept.
   *
   * <p>Inputs, the tables that refer to them and the tables they refer to are locked meanwhile: the
   * dropped inputs are counted, and their dependents and external keys are deleted row by row. To
   * shorten the lock, delete dependents first. A week of 77,778 inputs with their scores was
   * dropped in 1.4 s (two cores, 2026-11-24).
   *
   * <p>Repeat: drops nothing more; the counts of the first call are lost.
   *
   * @param before the instant; partitions that end later are kept
   * @param dependents whether scoring results and proofs are kept or deleted
   * @return the counts of dropped objects and rows; all 0 if nothing was dropped
   * @throws InputPartitionsException {@code NOT_ENABLED}; {@code REFERRED_TO}, with the number of
   *     scores and proofs, if dependents exist that are to be kept, or if tables of the host refer
   *     to the inputs; {@code COUNTS_BEING_MADE} while {@link ActivityRollup#rebuild} runs or after
   *     it was interrupted; {@code NOT_OWNER}
   * @throws ValidationException if an argument is null, or {@code before} is outside the range of
   *     the database
   * @throws StatementTimeoutException if a lock is not acquired; the call may be retried
   * @throws TransactionException inside a transaction
   */
  default DroppedPartitions dropBefore(Instant before, Dependents dependents) {
    return dropBefore(before, dependents, ProgressListener.NONE);
  }

  /**
   * Drops old partitions, as {@link #dropBefore(Instant, Dependents)} does, and reports its only
   * step, which the server runs as a whole.
   *
   * <p>Repeat: drops nothing more; the counts of the first call are lost.
   *
   * @param before the instant; partitions that end later are kept
   * @param dependents whether scoring results and proofs are kept or deleted
   * @param progress receives 0 of 1 before the step, and 1 of 1 when it is committed
   * @return the counts of dropped objects and rows; all 0 if nothing was dropped
   * @throws InputPartitionsException as {@link #dropBefore(Instant, Dependents)}
   * @throws ValidationException if an argument is null, or {@code before} is outside the range of
   *     the database
   * @throws StatementTimeoutException as {@link #dropBefore(Instant, Dependents)}
   * @throws TransactionException inside a transaction
   */
  DroppedPartitions dropBefore(Instant before, Dependents dependents, ProgressListener progress);
}
