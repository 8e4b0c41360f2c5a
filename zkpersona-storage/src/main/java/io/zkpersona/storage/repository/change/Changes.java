package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.error.ChangeRecordingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Records who changed which row, when, and which version that replaced. Triggers of the database do
 * so, for all writers with or without this library, from {@link #startRecording} to {@link
 * #stopRecording}. Nothing is recorded before.
 *
 * <p>The actor of a change is the one of {@code as(actorId)}, also for rows that the database
 * deletes with another one. Without one, it is the actor that an inserted entity names as its
 * creator, and otherwise nobody. Plain SQL names an actor with {@code set_config('zkpersona.actor',
 * '…', true)} before its statement.
 *
 * <p>A role that does not own the tables cannot bypass the triggers; their owner can disable them.
 * {@link #gaps} finds that. Thread-safe, unless obtained from a transaction.
 */
public interface Changes {

  /**
   * Records the changes of {@link ChangedEntity#sensitive sensitive} entities from now on.
   *
   * <p>Repeat: does nothing.
   *
   * @throws ChangeRecordingException as {@link #startRecording(Set)}
   */
  default void startRecording() {
    startRecording(ChangedEntity.sensitive());
  }

  /**
   * Records the changes of these entities from now on. Waits for transactions that write them, and
   * later ones wait for this call, each time less than a second. Each entity is its own
   * transaction, unless the call is inside one. Needs the role that owns the tables, as migrations
   * do.
   *
   * <p>Repeat: creates missing triggers and enables disabled ones.
   *
   * @param entities the kinds of rows
   * @throws ValidationException if the set or an element is null
   * @throws ChangeRecordingException if the role does not own the tables, or a table is missing
   */
  void startRecording(Set<ChangedEntity> entities);

  /**
   * Records the changes of these entities no longer. What was recorded stays. Waits as {@link
   * #startRecording(Set)}, also for readers, and needs the same role.
   *
   * <p>Repeat: does nothing.
   *
   * @param entities the kinds of rows
   * @throws ValidationException if the set or an element is null
   * @throws ChangeRecordingException if the role does not own the tables
   */
  void stopRecording(Set<ChangedEntity> entities);

  /**
   * Returns when changes were recorded, ordered by entity and time.
   *
   * @return an unmodifiable list
   */
  List<ChangeRecording> recordings();

  /**
   * Looks for triggers that should record changes and do not.
   *
   * @return an unmodifiable list, ordered by entity, table and trigger; empty if all is well
   */
  List<RecordingGap> gaps();

  /**
   * Creates a partition of the recorded changes for each month in UTC, from that of the earliest
   * change without one, or the present one, until the given time from now. Changes without a
   * partition are moved to theirs, so prepare before there are many. Waits as {@link
   * #startRecording(Set)}, and needs the same role. Without partitions everything works but {@link
   * #dropBefore}.
   *
   * <p>Repeat: creates what is missing; call it at least once a month.
   *
   * @param ahead how far from now partitions are needed, 0 to 3,660 days
   * @return how many were created
   * @throws ValidationException if {@code ahead} is null or out of range
   * @throws ChangeRecordingException if the role does not own the tables
   */
  long preparePartitions(Duration ahead);

  /**
   * Drops the partitions of recorded changes that end at or before an instant, all or none.
   * Histories begin later then, {@code asOf} throws for earlier instants, and the roots of seals
   * stay. Needs the role that owns the tables.
   *
   * <p>Repeat: does nothing.
   *
   * @param before changes from then on are kept, and those of the month that it is in
   * @return how many partitions and changes were dropped
   * @throws ValidationException if the instant is null or outside the range of the database
   * @throws ChangeRecordingException if changes in them are not delivered to all subscriptions, or
   *     not sealed while others are, or if the role does not own the tables; nothing is dropped
   */
  DroppedChanges dropBefore(Instant before);

  /**
   * Returns recorded changes in the order of their times, the latest first by default: all changes
   * by somebody, or of a person's rows, or in a time. Equally fast at any depth with an actor, a
   * user or a row in the filter, and with times only.
   *
   * @param filter the restriction
   * @param params the size, the position and the direction; {@code sortBy} must be null
   * @return at most {@code params.limit()} changes
   * @throws ValidationException if an argument is null, or {@code sortBy} is set
   * @throws InvalidCursorException if the cursor is of another query
   */
  Slice<Change> findSlice(ChangeFilter filter, SliceParams params);

  /**
   * Returns the feed, which delivers recorded changes to subscriptions.
   *
   * @return the feed, on the same connections and in the same transaction, if there is one
   */
  ChangeFeed feed();

  /**
   * Returns the seals of the changes, by which a later alteration of them is found.
   *
   * @return the seals, on the same connections and in the same transaction, if there is one
   */
  ChangeSeals seals();
}
