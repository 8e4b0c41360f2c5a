package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.change.Revision;
import io.zkpersona.domain.error.InvalidCursorException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.error.HistoryUnavailableException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The recorded versions of one kind of entity, in the entity's own type. A column that is newer
 * than a version reads as its default. Thread-safe, unless obtained from a transaction.
 *
 * @param <E> the entity
 * @param <I> its id
 */
public interface History<E, I> {

  /**
   * Returns the recorded changes of an entity with the versions before and after them, in the order
   * in which they were made, the latest first by default. Works for deleted entities, too; what was
   * changed while changes were not recorded is missing.
   *
   * @param id the id of the entity
   * @param params the size, the position and the direction; {@code sortBy} must be null
   * @return at most {@code params.limit()} revisions; none for an id without recorded changes, and
   *     for an erased person
   * @throws ValidationException if an argument is null, or {@code sortBy} is set
   * @throws InvalidCursorException if the cursor is of another query
   */
  Slice<Revision<E>> revisions(I id, SliceParams params);

  /**
   * Returns an entity as it was at an instant: its first version not older than any change at or
   * before that instant. {@code asOf(id, entity.audit().modifiedAt())} is that entity. Changes of
   * transactions that had not committed by then are included if their time is not later.
   *
   * @param id the id of the entity
   * @param instant the instant; one after the last change gives the present entity. Truncated to
   *     microseconds
   * @return the entity; empty if it did not exist
   * @throws ValidationException if an argument is null, or the instant is outside the range of the
   *     database
   * @throws HistoryUnavailableException if the state is unknown: changes were not recorded at the
   *     time, or the version was removed by an erasure
   */
  Optional<E> asOf(I id, Instant instant);

  /**
   * Streams the recorded changes of all entities with the versions before and after them: those of
   * one entity after those of another, each in the order in which they were made. A projection,
   * such as a count, can be made from them alone, and compared with one that is kept. Changes of
   * erased people are missing.
   *
   * <p>Reads with constant memory, in one transaction: close the stream.
   *
   * @return an ordered stream
   */
  Stream<Revision<E>> stream();

  /**
   * Records that somebody read entities, in the audit trail next to their changes: {@code
   * changes().findSlice} finds it by the actor, the person and the entity. It is recorded whether
   * or not the changes of the entities are. The library records no read by itself.
   *
   * <p>Repeat: records the reads once more, which after an unknown outcome is better than none.
   *
   * @param ids the ids of the entities; any number, in any order
   * @return how many of them are stored, and so recorded as read
   * @throws ValidationException if the collection or an element is null, or if nobody reads: call
   *     {@code as(actorId)} on the repositories
   */
  long recordReads(Collection<I> ids);
}
