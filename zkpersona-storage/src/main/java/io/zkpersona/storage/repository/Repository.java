package io.zkpersona.storage.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What every entity's repository can do. Each call is one statement or one transaction: it happens
 * whole or not at all, unless {@link BulkOptions} say otherwise. No argument may be null.
 *
 * <p>The methods that take {@link BulkOptions} deal with any number of rows: they read their source
 * once, in its order, and hold no more than a chunk of it, about five thousand rows in an atomic
 * call. Of a {@link Collection} every row is checked before anything is sent, of other sources each
 * chunk before it is sent. The first bad row is named by its index, counted from the source's
 * start; beyond {@link Integer#MAX_VALUE} the error has none. A call that commits in chunks ends,
 * whatever stops it after its start, with {@link
 * io.zkpersona.domain.error.BulkInterruptedException}, which has that as its cause and says how
 * much is committed. A stream given to them is closed at the end.
 *
 * <p>Besides what is named at each method, every call may throw {@link
 * io.zkpersona.domain.error.DatabaseUnavailableException} (no connection, or it broke), {@link
 * io.zkpersona.domain.error.StatementTimeoutException}, {@link
 * io.zkpersona.domain.error.TransactionException} (used outside the transaction that the thread is
 * in) and {@link io.zkpersona.domain.error.ManagerClosedException}.
 *
 * <p>Where the answer to a write is lost, it is an {@link
 * io.zkpersona.domain.error.OutcomeUnknownException}, of which {@code DatabaseManager.outcomeOf}
 * finds out more. What is said of a repeat is what the same call does if it is made again after it
 * had succeeded.
 *
 * @param <E> the entity
 * @param <I> its id
 */
public interface Repository<E extends Entity<I>, I extends EntityId> {

  /**
   * Looks an entity up.
   *
   * @param id its id
   * @return the entity, empty if there is none
   */
  Optional<E> findById(I id);

  /**
   * Looks an entity up that must be there.
   *
   * @param id its id
   * @return the entity
   * @throws EntityNotFoundException if there is none
   */
  E getById(I id);

  /**
   * Looks many entities up with one question to the server.
   *
   * @param ids their ids; one named twice counts once
   * @return those that exist, ordered by id
   */
  List<E> findAllById(Collection<I> ids);

  /**
   * Looks up any number of entities, some thousand ids at a time as the stream is consumed. Holds
   * no connection in between; each portion is read as it is then.
   *
   * @param ids their ids
   * @return a sequential stream of those that exist, in the order of the ids; one named twice comes
   *     twice. A null among the ids is a {@link ValidationException} while it is consumed
   */
  Stream<E> streamAllById(Iterable<? extends I> ids);

  /**
   * As {@link #streamAllById(Iterable)}.
   *
   * @param ids their ids; closed with the result
   * @return a sequential stream of those that exist, in the order of the ids
   */
  default Stream<E> streamAllById(Stream<? extends I> ids) {
    return BulkSource.streamOf("ids", ids, this::streamAllById);
  }

  /**
   * Whether an entity exists.
   *
   * @param id its id
   * @return true if it does
   */
  boolean existsById(I id);

  /**
   * Every entity, ordered by id. For small tables: {@link #stream} and pages serve large ones.
   *
   * @return all of them, never a part
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<E> findAll();

  /**
   * Every entity, ordered by id, read as the stream is consumed, in a read-only transaction of its
   * own unless one is open. Holds a connection until it is closed: use it in try-with-resources.
   *
   * @return an open, sequential stream
   */
  Stream<E> stream();

  /**
   * How many entities there are, of those that {@link #findAll} gives: users that are softly
   * deleted are not among them.
   *
   * @return the exact number; a large table takes its time to count
   */
  long count();

  /**
   * Inserts a new entity. The database sets the times of its audit stamp.
   *
   * <p>Repeat: refused with {@link DuplicateEntityException}, whose {@code isContentAsGiven()}
   * tells that it is the caller's own row.
   *
   * @param entity the entity, with an id that is not stored yet
   * @return the entity as stored
   * @throws DuplicateEntityException if its id or another unique value is taken
   * @throws MissingReferenceException if it refers to what does not exist
   * @throws ValidationException if the database refuses a value
   */
  E save(E entity);

  /**
   * Inserts new entities, in one transaction: all or none.
   *
   * <p>Repeat: refused as a duplicate; all of them are stored then.
   *
   * @param entities the entities
   * @return the entities as stored, in the order given
   * @throws DuplicateEntityException as {@link #save}, naming the index of the first bad entity
   * @throws MissingReferenceException as {@link #save}, naming the index of the first bad entity
   * @throws ValidationException as {@link #save}, naming the index of the first bad entity
   */
  List<E> saveAll(Collection<E> entities);

  /**
   * Inserts any number of new entities, with flat memory.
   *
   * <p>Repeat: refused as a duplicate, of a chunk that is committed already too; go on with {@link
   * BulkOptions#skipping}.
   *
   * @param entities the entities
   * @param options atomic or in chunks
   * @return how many were inserted
   * @throws DuplicateEntityException as {@link #save}, naming the index of the first bad entity
   * @throws MissingReferenceException as {@link #save}, naming the index of the first bad entity
   * @throws ValidationException as {@link #save}, naming the index of the first bad entity
   * @throws io.zkpersona.domain.error.BulkInterruptedException if it commits in chunks and ended
   *     early, with one of these or what else happened as its cause
   */
  BulkResult saveAll(Iterable<? extends E> entities, BulkOptions options);

  /**
   * As {@link #saveAll(Iterable, BulkOptions)}.
   *
   * @param entities read once, and closed
   * @param options atomic or in chunks
   * @return what was written
   */
  default BulkResult saveAll(Stream<? extends E> entities, BulkOptions options) {
    return BulkSource.of("entities", entities, rows -> saveAll(rows, options));
  }

  /**
   * Inserts those of any number of entities that are not there yet, with flat memory, and leaves
   * the others as they are: loading the same data twice changes nothing. An entity is there if one
   * of its id is stored, and an input also if one of its external key is. Every other rule holds as
   * for {@link #saveAll(Iterable, BulkOptions)}: an absent entity whose wallet is taken, say, or
   * that refers to nothing, is refused.
   *
   * <p>Of those that are there, the result counts apart how many have other content. All stored
   * components are compared but the audit stamp and the lifecycle, which {@link
   * #upsertAll(Iterable, BulkOptions)} lists: an input that was processed since it was loaded is
   * still the same. They are not locked. If an id comes twice, the first entity is stored and the
   * later one compared with it.
   *
   * <p>Concurrent calls with the same ids insert each entity once; each call counts what the others
   * inserted as there. An atomic call of more than five thousand rows may meet another one in a
   * deadlock ({@link io.zkpersona.domain.error.ErrorCode#TRANSACTION_CONFLICT}).
   *
   * <p>What was deleted, or erased with its user, is absent, and comes back with the next load of
   * the same data: of an erased person nothing is kept by which the library could know it again.
   * Leave erased people out of the source. Inputs that name their user by id are refused with
   * {@link MissingReferenceException} unless the user is loaded again too; inputs that name nobody
   * are not. A user who is only softly deleted is there, and stays so.
   *
   * <p>Repeat: finds its own rows there, which does no harm.
   *
   * @param entities the entities
   * @param options atomic or in chunks
   * @return how many were inserted, how many were there, and how many were there with other content
   * @throws DuplicateEntityException if another unique value of an absent entity than its id is
   *     taken, naming the index of the first bad entity
   * @throws MissingReferenceException as {@link #save}, naming the index of the first bad entity
   * @throws ValidationException as {@link #save}, naming the index of the first bad entity
   * @throws io.zkpersona.domain.error.TransactionException with {@code TRANSACTION_CONFLICT}, if
   *     this and another call met in a deadlock, or if others stored one of the ids since a
   *     transaction of {@code REPEATABLE_READ} or more began
   * @throws io.zkpersona.domain.error.BulkInterruptedException as {@link #saveAll(Iterable,
   *     BulkOptions)}
   */
  BulkResult insertAbsent(Iterable<? extends E> entities, BulkOptions options);

  /**
   * As {@link #insertAbsent(Iterable, BulkOptions)}.
   *
   * @param entities read once, and closed
   * @param options atomic or in chunks
   * @return what was written, and what was there
   */
  default BulkResult insertAbsent(Stream<? extends E> entities, BulkOptions options) {
    return BulkSource.of("entities", entities, rows -> insertAbsent(rows, options));
  }

  /**
   * Gathers single saves of many threads into groups that are written and committed together: for
   * dozens of threads that save at once, not for a few. See {@link GatheringWriter}.
   *
   * @param options how
   * @return a writer, to be shared by the threads and to be closed
   * @throws io.zkpersona.domain.error.TransactionException of a transaction's repositories, of
   *     those on a caller's connection, and inside a transaction of the manager
   */
  GatheringWriter<E, I> gathering(GatherOptions options);

  /**
   * Makes a new entity of a request, gives it an id and inserts it.
   *
   * <p>Repeat: makes a second entity, unless a unique value of the request refuses it; ask {@code
   * outcomeOf} first, which knows the id.
   *
   * @param request what is to be kept
   * @return the entity as stored
   * @throws DuplicateEntityException if a unique value is taken
   * @throws MissingReferenceException if it refers to what does not exist
   * @throws ValidationException if the database refuses a value
   */
  E create(CreateRequest<E, I> request);

  /**
   * Makes new entities of requests and inserts them, in one transaction: all or none.
   *
   * <p>Repeat: makes further entities, as {@link #create}; ask {@code outcomeOf} first.
   *
   * @param requests what is to be kept
   * @return the entities as stored, in the order given
   * @throws DuplicateEntityException as {@link #create}, naming the index of the first bad request
   * @throws MissingReferenceException as {@link #create}, naming the index of the first bad request
   * @throws ValidationException as {@link #create}, naming the index of the first bad request
   */
  List<E> createAll(Collection<? extends CreateRequest<E, I>> requests);

  /**
   * Makes any number of new entities of requests and inserts them, with flat memory. Each attempt
   * gives new ids: a chunk of which nobody knows whether it was committed may be stored twice if it
   * is repeated.
   *
   * <p>Repeat: makes further entities, as {@link #create}; ask {@code outcomeOf} first.
   *
   * @param requests what is to be kept
   * @param options atomic or in chunks
   * @return how many were inserted
   * @throws DuplicateEntityException as {@link #create}, naming the index of the first bad request
   * @throws MissingReferenceException as {@link #create}, naming the index of the first bad request
   * @throws ValidationException as {@link #create}, naming the index of the first bad request
   * @throws io.zkpersona.domain.error.BulkInterruptedException as {@link #saveAll(Iterable,
   *     BulkOptions)}
   */
  BulkResult createAll(Iterable<? extends CreateRequest<E, I>> requests, BulkOptions options);

  /**
   * As {@link #createAll(Iterable, BulkOptions)}.
   *
   * @param requests read once, and closed
   * @param options atomic or in chunks
   * @return what was written
   */
  default BulkResult createAll(
      Stream<? extends CreateRequest<E, I>> requests, BulkOptions options) {
    return BulkSource.of("requests", requests, rows -> createAll(rows, options));
  }

  /**
   * Replaces a stored entity, provided nobody changed it since it was read.
   *
   * <p>Repeat: refused with {@link StaleEntityException}, whose {@code isContentAsGiven()} tells
   * that it is the caller's own change.
   *
   * @param entity a changed copy of what was read, with the audit stamp that was read
   * @return the entity as stored, with a later time of modification
   * @throws StaleEntityException if it was changed since it was read
   * @throws EntityNotFoundException if it is gone
   * @throws DuplicateEntityException if a unique value is taken
   * @throws MissingReferenceException if it refers to what does not exist
   */
  E update(E entity);

  /**
   * Changes a stored entity whatever its version: reads it, locks it, applies the request and
   * writes it back, in one transaction. Concurrent calls follow one another; none is lost.
   *
   * <p>Repeat: applies the request once more to what is stored then; harmless if it sets values,
   * not if it adds to them.
   *
   * @param id which entity
   * @param request what to change
   * @return the entity as stored, with a later time of modification
   * @throws EntityNotFoundException if there is none
   * @throws DuplicateEntityException if a unique value is taken
   * @throws MissingReferenceException if it refers to what does not exist
   * @throws ValidationException if the result would be invalid
   */
  E update(I id, UpdateRequest<E> request);

  /**
   * Replaces any number of stored entities, each provided nobody changed it since it was read. Some
   * thousand rows are one statement. An id that comes a second time is stale by then.
   *
   * <p>Repeat: refused with {@link StaleEntityException} at the first row that is updated already.
   *
   * @param entities changed copies of what was read, with the audit stamps that were read
   * @param options atomic or in chunks
   * @return how many were updated: all
   * @throws StaleEntityException as {@link #update(Entity)}, naming the index of the first bad one
   * @throws EntityNotFoundException as {@link #update(Entity)}, naming the index of the first bad
   *     one
   * @throws DuplicateEntityException as {@link #update(Entity)}, naming the index of the first bad
   *     one
   * @throws MissingReferenceException as {@link #update(Entity)}, naming the index of the first bad
   *     one
   * @throws ValidationException if one is invalid, or changes what no update may change; its index
   *     is named
   * @throws io.zkpersona.domain.error.TransactionException with {@code TRANSACTION_CONFLICT}, if
   *     this and another call that changes the same entities met in a deadlock
   * @throws io.zkpersona.domain.error.BulkInterruptedException as {@link #saveAll(Iterable,
   *     BulkOptions)}
   */
  BulkResult updateAll(Iterable<? extends E> entities, BulkOptions options);

  /**
   * As {@link #updateAll(Iterable, BulkOptions)}.
   *
   * @param entities read once, and closed
   * @param options atomic or in chunks
   * @return what was written
   */
  default BulkResult updateAll(Stream<? extends E> entities, BulkOptions options) {
    return BulkSource.of("entities", entities, rows -> updateAll(rows, options));
  }

  /**
   * Stores any number of entities by id: inserts those that are not stored yet and overwrites those
   * that are, whatever their version. To leave stored ones as they are, use {@link
   * #insertAbsent(Iterable, BulkOptions)}.
   *
   * <p>Of a stored entity it overwrites every component, or those that {@link BulkOptions#updating}
   * names, but never its id, who created it and when, and its lifecycle, which has steps of its
   * own:
   *
   * <ul>
   *   <li>users and sponsors: {@code status}
   *   <li>behavior sessions: {@code status}, {@code endTime}, {@code durationSeconds}
   *   <li>behavior inputs: {@code processed}, and whether it is a dead letter
   *   <li>proofs: {@code verificationStatus}, {@code verifiedAt}, {@code verifierId}, {@code
   *       blockchainNetwork}, {@code transactionHash}, {@code blockNumber}, {@code gasUsed}
   *   <li>reputation records: {@code status}, {@code statusReason}, {@code effectiveUntil}
   *   <li>sign-in sessions: {@code tokenHash}, {@code lastUsedAt}, {@code expiresAt}, {@code
   *       revokedAt}, {@code revokeReason}
   *   <li>sponsored transactions: {@code status}, {@code transactionHash}, {@code gasUsed}, {@code
   *       spentAmount}, {@code failureReason}, {@code submittedAt}, {@code completedAt}
   * </ul>
   *
   * <p>Only {@link #updateAll(Iterable, BulkOptions)} and {@link #update(Entity)} write these, of a
   * copy that is not stale. What else no update may change is refused if it differs, as there,
   * unless {@link BulkOptions#updating} names what is to be written.
   *
   * <p>Of a chunk the new ones are inserted before the others are replaced. Concurrent calls with
   * the same ids follow one another; an atomic call of more than five thousand rows may meet
   * another one in a deadlock ({@link io.zkpersona.domain.error.ErrorCode#TRANSACTION_CONFLICT}).
   * If an id comes twice, the later entity is what is stored.
   *
   * <p>Repeat: stores the same again, which does no harm.
   *
   * @param entities the entities
   * @param options atomic or in chunks, and which components to overwrite
   * @return how many were inserted and how many updated; an id that comes twice within a chunk
   *     counts once
   * @throws DuplicateEntityException if another unique value than the id is taken, naming the index
   *     of the first bad entity
   * @throws MissingReferenceException if one refers to what does not exist, naming its index
   * @throws ValidationException if one is invalid, or changes what no update may change, naming its
   *     index; or if the options name a component that no upsert overwrites, naming the right ones
   * @throws io.zkpersona.domain.error.TransactionException with {@code TRANSACTION_CONFLICT}, if
   *     this and another call met in a deadlock, or if others stored one of the ids since a
   *     transaction of {@code REPEATABLE_READ} or more began
   * @throws io.zkpersona.domain.error.BulkInterruptedException as {@link #saveAll(Iterable,
   *     BulkOptions)}
   */
  BulkResult upsertAll(Iterable<? extends E> entities, BulkOptions options);

  /**
   * As {@link #upsertAll(Iterable, BulkOptions)}.
   *
   * @param entities read once, and closed
   * @param options atomic or in chunks
   * @return what was written
   */
  default BulkResult upsertAll(Stream<? extends E> entities, BulkOptions options) {
    return BulkSource.of("entities", entities, rows -> upsertAll(rows, options));
  }

  /**
   * Deletes an entity, and by the schema's rules what hangs on it.
   *
   * <p>Repeat: refused with {@link EntityNotFoundException}; the entity is gone.
   *
   * @param id its id
   * @throws EntityNotFoundException if there is none
   * @throws StillReferencedException if something still refers to it
   */
  void deleteById(I id);

  /**
   * Deletes any number of entities, and by the schema's rules what hangs on them.
   *
   * <p>Repeat: passes over those that are gone, which does no harm.
   *
   * @param ids their ids; those that do not exist are passed over
   * @param options atomic or in chunks
   * @return how many were deleted
   * @throws ValidationException if an id is null, naming its index
   * @throws StillReferencedException if something still refers to one, naming its index
   * @throws io.zkpersona.domain.error.TransactionException as {@link #updateAll(Iterable,
   *     BulkOptions)}
   * @throws io.zkpersona.domain.error.BulkInterruptedException as {@link #saveAll(Iterable,
   *     BulkOptions)}
   */
  BulkResult deleteAllById(Iterable<? extends I> ids, BulkOptions options);

  /**
   * As {@link #deleteAllById(Iterable, BulkOptions)}.
   *
   * @param ids read once, and closed
   * @param options atomic or in chunks
   * @return what was written
   */
  default BulkResult deleteAllById(Stream<? extends I> ids, BulkOptions options) {
    return BulkSource.of("ids", ids, rows -> deleteAllById(rows, options));
  }
}
