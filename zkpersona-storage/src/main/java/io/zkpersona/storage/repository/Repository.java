package io.zkpersona.storage.repository;

import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.StillReferencedException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The operations that every entity's repository supports. Each call is one statement or one
 * transaction and is atomic, unless {@link BulkOptions} say otherwise. No argument may be null.
 *
 * <p>The methods that take {@link BulkOptions} accept any number of rows. They read the source
 * once, in its order, and hold at most one chunk of it in memory: about five thousand rows in an
 * atomic call. The rows of a {@link Collection} are all checked before anything is sent; the rows
 * of any other source are checked chunk by chunk. An error names the first bad row by its index,
 * counted from the start of the source; beyond {@link Integer#MAX_VALUE} the error carries no
 * index. A call that commits in chunks and fails after its start throws {@link
 * io.zkpersona.storage.error.BulkInterruptedException}, whose cause is the failure and which
 * reports how many rows are committed. A stream is passed as {@code stream::iterator} and closed by
 * the caller.
 *
 * <p>In addition to the exceptions listed at each method, every call may throw {@link
 * io.zkpersona.storage.error.DatabaseUnavailableException} (no connection could be opened, or it
 * broke), {@link io.zkpersona.storage.error.StatementTimeoutException}, {@link
 * io.zkpersona.storage.error.TransactionException} (a repository of the manager is used inside a
 * transaction of the same thread) and {@link io.zkpersona.storage.error.ManagerClosedException}.
 *
 * <p>If the answer to a write is lost, the call throws {@link
 * io.zkpersona.storage.error.OutcomeUnknownException}; pass it to {@code DatabaseManager.outcomeOf}
 * to learn the outcome. The paragraphs marked "Repeat" describe the effect of the same call made
 * again after it has succeeded.
 *
 * @param <E> the entity type
 * @param <I> the type of its id
 */
public interface Repository<E extends Entity<I>, I extends EntityId> {

  /**
   * Looks up an entity by id.
   *
   * @param id its id
   * @return the entity; empty if none has this id
   */
  Optional<E> findById(I id);

  /**
   * Returns the entity with the given id.
   *
   * @param id its id
   * @return the entity
   * @throws EntityNotFoundException if there is none
   */
  E getById(I id);

  /**
   * Looks up many entities with one statement.
   *
   * @param ids their ids; duplicates count once
   * @return the entities that exist, ordered by id
   */
  List<E> findAllById(Collection<I> ids);

  /**
   * Looks up any number of entities, a few thousand ids at a time as the stream is consumed. Holds
   * no connection between two batches; each batch sees the data committed when it is read.
   *
   * @param ids their ids
   * @return a sequential stream of the entities that exist, in the order of the ids; an id given
   *     twice yields its entity twice. A null id causes a {@link ValidationException} while the
   *     stream is consumed
   */
  Stream<E> streamAllById(Iterable<? extends I> ids);

  /**
   * Tells whether an entity exists.
   *
   * @param id its id
   * @return true if it exists
   */
  boolean existsById(I id);

  /**
   * Returns all entities, ordered by id. Meant for small tables; use {@link #stream} or pages for
   * large ones.
   *
   * @return all of them, never a truncated list
   * @throws ResultTooLargeException if there are more than {@code DB_FIND_ALL_LIMIT}
   */
  List<E> findAll();

  /**
   * Streams all entities, ordered by id, reading rows as the stream is consumed. Runs in a separate
   * read-only transaction unless a transaction is open. The stream holds a connection until it is
   * closed; use it in try-with-resources.
   *
   * @return an open, sequential stream
   */
  Stream<E> stream();

  /**
   * Counts the entities that {@link #findAll} returns; soft-deleted users are not counted.
   *
   * @return the exact number; the time to count grows with the table
   */
  long count();

  /**
   * Inserts a new entity. The database sets its audit timestamps.
   *
   * <p>Repeat: throws {@link DuplicateEntityException}; its {@code isContentAsGiven()} tells
   * whether the stored row is the caller's own.
   *
   * @param entity the entity, with an id that is not yet stored
   * @return the entity as stored
   * @throws DuplicateEntityException if its id or another unique value is taken
   * @throws MissingReferenceException if it refers to a row that does not exist
   * @throws ValidationException if the database rejects a value
   */
  E save(E entity);

  /**
   * Inserts new entities in one transaction: all or none.
   *
   * <p>Repeat: throws {@link DuplicateEntityException}; all of them are already stored.
   *
   * @param entities the entities
   * @return the entities as stored, in the order given
   * @throws DuplicateEntityException as {@link #save}, naming the index of the first bad entity
   * @throws MissingReferenceException as {@link #save}, naming the index of the first bad entity
   * @throws ValidationException as {@link #save}, naming the index of the first bad entity
   */
  List<E> saveAll(Collection<E> entities);

  /**
   * Inserts any number of new entities in constant memory.
   *
   * <p>Repeat: fails with {@link DuplicateEntityException} at the first row that is already
   * committed; use {@link BulkOptions#skipping} to continue after the committed rows.
   *
   * @param entities the entities
   * @param options whether to commit atomically or in chunks
   * @return how many were inserted
   * @throws DuplicateEntityException as {@link #save}, naming the index of the first bad entity
   * @throws MissingReferenceException as {@link #save}, naming the index of the first bad entity
   * @throws ValidationException as {@link #save}, naming the index of the first bad entity
   * @throws io.zkpersona.storage.error.BulkInterruptedException if the call commits in chunks and
   *     failed after its start; the cause is one of these exceptions or another failure
   */
  BulkResult saveAll(Iterable<? extends E> entities, BulkOptions options);

  /**
   * Inserts the entities that are not stored yet and leaves stored ones unchanged, in constant
   * memory; loading the same data twice changes nothing. An entity counts as stored if its id is; a
   * behavior input also if its external key is. All other rules of {@link #saveAll(Iterable,
   * BulkOptions)} hold: a new entity is rejected if, for example, its wallet is taken or it refers
   * to a missing row.
   *
   * <p>The result counts separately the stored entities whose content differs. The comparison
   * covers all stored components except the audit stamp and the lifecycle components listed at
   * {@link #upsertAll(Iterable, BulkOptions)}, so an input that was processed since it was loaded
   * still counts as the same. Stored rows are not locked. If an id occurs twice, the first entity
   * is stored and the later one is compared with it.
   *
   * <p>Concurrent calls with the same ids insert each entity once; each call counts rows inserted
   * by the others as present. An atomic call of more than five thousand rows may deadlock with
   * another one ({@link io.zkpersona.domain.error.ErrorCode#TRANSACTION_CONFLICT}).
   *
   * <p>Rows that were deleted, or erased with their user, count as absent and are inserted again by
   * the next load of the same data. The library keeps nothing by which it could recognize an erased
   * person, so leave erased people out of the source. Inputs that name their user by id fail with
   * {@link MissingReferenceException} unless the user is loaded again too; inputs without a user
   * are inserted. A soft-deleted user counts as stored and remains soft-deleted.
   *
   * <p>Repeat: finds its own rows present and writes nothing.
   *
   * @param entities the entities
   * @param options whether to commit atomically or in chunks
   * @return how many were inserted, how many were present, and how many were present with different
   *     content
   * @throws DuplicateEntityException if a unique value of a new entity other than its id is taken,
   *     naming the index of the first bad entity
   * @throws MissingReferenceException as {@link #save}, naming the index of the first bad entity
   * @throws ValidationException as {@link #save}, naming the index of the first bad entity
   * @throws io.zkpersona.storage.error.TransactionException with {@code TRANSACTION_CONFLICT}, if
   *     the call deadlocked with another one, or if a concurrent transaction stored one of the ids
   *     after the current transaction, of isolation {@code REPEATABLE_READ} or above, began
   * @throws io.zkpersona.storage.error.BulkInterruptedException as {@link #saveAll(Iterable,
   *     BulkOptions)}
   */
  BulkResult insertAbsent(Iterable<? extends E> entities, BulkOptions options);

  /**
   * Creates an entity from a request, assigns its id and inserts it.
   *
   * <p>Repeat: creates a second entity, unless a unique value of the request is taken; call {@code
   * outcomeOf} first, which knows the id.
   *
   * @param request the content of the new entity
   * @return the entity as stored
   * @throws DuplicateEntityException if a unique value is taken
   * @throws MissingReferenceException if it refers to a row that does not exist
   * @throws ValidationException if the database rejects a value
   */
  E create(CreateRequest<E, I> request);

  /**
   * Creates entities from requests and inserts them in one transaction: all or none.
   *
   * <p>Repeat: creates further entities, as {@link #create} does; call {@code outcomeOf} first.
   *
   * @param requests the content of the new entities
   * @return the entities as stored, in the order given
   * @throws DuplicateEntityException as {@link #create}, naming the index of the first bad request
   * @throws MissingReferenceException as {@link #create}, naming the index of the first bad request
   * @throws ValidationException as {@link #create}, naming the index of the first bad request
   */
  List<E> createAll(Collection<? extends CreateRequest<E, I>> requests);

  /**
   * Creates any number of entities from requests and inserts them in constant memory. Each attempt
   * assigns new ids: a chunk whose commit is unknown may be stored twice if it is repeated.
   *
   * <p>Repeat: creates further entities, as {@link #create} does; call {@code outcomeOf} first.
   *
   * @param requests the content of the new entities
   * @param options whether to commit atomically or in chunks
   * @return how many were inserted
   * @throws DuplicateEntityException as {@link #create}, naming the index of the first bad request
   * @throws MissingReferenceException as {@link #create}, naming the index of the first bad request
   * @throws ValidationException as {@link #create}, naming the index of the first bad request
   * @throws io.zkpersona.storage.error.BulkInterruptedException as {@link #saveAll(Iterable,
   *     BulkOptions)}
   */
  BulkResult createAll(Iterable<? extends CreateRequest<E, I>> requests, BulkOptions options);

  /**
   * Replaces a stored entity, provided that it has not been changed since it was read.
   *
   * <p>Repeat: throws {@link StaleEntityException}; its {@code isContentAsGiven()} tells whether
   * the stored content is the caller's own change.
   *
   * @param entity a changed copy of the entity that was read, with the audit stamp that was read
   * @return the entity as stored, with a later modification time
   * @throws StaleEntityException if it has been changed since it was read
   * @throws EntityNotFoundException if it no longer exists
   * @throws DuplicateEntityException if a unique value is taken
   * @throws MissingReferenceException if it refers to a row that does not exist
   */
  E update(E entity);

  /**
   * Changes a stored entity regardless of its version: reads and locks its row, applies the
   * function once to the entity as stored, and writes the result, in one transaction or, if one is
   * open, in a savepoint of it. Concurrent calls for the same row run one after the other; no
   * change is lost.
   *
   * <p>The function runs in the calling thread while the row is locked. It should only compute the
   * changed entity: it must not wait, and must not call repositories, because a second connection
   * that writes the same row would wait for this one. It may run again if the caller repeats the
   * call or its transaction. To change components that depend on each other, use {@code
   * toBuilder()} of the entity, because each {@code with…} method checks its result.
   *
   * <p>The result replaces the stored entity, under the same rules as in {@link #update(Entity)}.
   * Its audit stamp is ignored: the database sets the time, and the modifier is the actor of the
   * repository; without an actor the row names no modifier. An unchanged result is written as well,
   * with a later modification time and without the previous modifier.
   *
   * <p>Repeat: applies the function again to the row as stored; harmless if it sets values, not if
   * it adds to them.
   *
   * @param id the entity's id
   * @param change returns the changed entity, with the same id; never null. If it throws, nothing
   *     is written and its exception is thrown unchanged
   * @return the entity as stored, with a later modification time
   * @throws EntityNotFoundException if there is none
   * @throws DuplicateEntityException if a unique value is taken
   * @throws MissingReferenceException if it refers to a row that does not exist
   * @throws ValidationException if the function returns null or another id, changes a component
   *     that no update changes, or sets a value that cannot be stored as new
   */
  E update(I id, UnaryOperator<E> change);

  /**
   * Replaces any number of stored entities, each provided that it has not been changed since it was
   * read. Sends a few thousand rows with each statement. An id that occurs twice is stale the
   * second time.
   *
   * <p>Repeat: fails with {@link StaleEntityException} at the first row that is already updated.
   *
   * @param entities changed copies of the entities that were read, with the audit stamps that were
   *     read
   * @param options whether to commit atomically or in chunks
   * @return how many were updated, which is all of them
   * @throws StaleEntityException as {@link #update(Entity)}, naming the index of the first bad
   *     entity
   * @throws EntityNotFoundException as {@link #update(Entity)}, naming the index of the first bad
   *     entity
   * @throws DuplicateEntityException as {@link #update(Entity)}, naming the index of the first bad
   *     entity
   * @throws MissingReferenceException as {@link #update(Entity)}, naming the index of the first bad
   *     entity
   * @throws ValidationException if an entity is invalid or changes an immutable component, naming
   *     its index
   * @throws io.zkpersona.storage.error.TransactionException with {@code TRANSACTION_CONFLICT}, if
   *     the call deadlocked with another one that changes the same entities
   * @throws io.zkpersona.storage.error.BulkInterruptedException as {@link #saveAll(Iterable,
   *     BulkOptions)}
   */
  BulkResult updateAll(Iterable<? extends E> entities, BulkOptions options);

  /**
   * Stores any number of entities by id: inserts new ones and overwrites stored ones, regardless of
   * their version. To leave stored ones unchanged, use {@link #insertAbsent(Iterable,
   * BulkOptions)}.
   *
   * <p>An overwrite replaces every component, or those that {@link BulkOptions#updating} names. It
   * never changes the id, the creator and creation time, or the lifecycle components, which have
   * separate operations:
   *
   * <ul>
   *   <li>users and sponsors: {@code status}
   *   <li>behavior sessions: {@code status}, {@code endTime}, {@code durationSeconds}
   *   <li>behavior inputs: {@code processed}, and the dead letter state
   *   <li>proofs: {@code verificationStatus}, {@code verifiedAt}, {@code verifierId}, {@code
   *       blockchainNetwork}, {@code transactionHash}, {@code blockNumber}, {@code gasUsed}
   *   <li>reputation records: {@code status}, {@code statusReason}, {@code effectiveUntil}
   *   <li>sign-in sessions: {@code tokenHash}, {@code lastUsedAt}, {@code expiresAt}, {@code
   *       revokedAt}, {@code revokeReason}
   *   <li>sponsored transactions: {@code status}, {@code transactionHash}, {@code gasUsed}, {@code
   *       spentAmount}, {@code failureReason}, {@code submittedAt}, {@code completedAt}
   * </ul>
   *
   * <p>Only {@link #updateAll(Iterable, BulkOptions)} and {@link #update(Entity)} write lifecycle
   * components, from a copy that is not stale. A changed value of any other immutable component is
   * rejected, as in those methods, unless {@link BulkOptions#updating} names the components to
   * write.
   *
   * <p>Within a chunk, new entities are inserted before stored ones are overwritten. Concurrent
   * calls with the same ids run one after the other; an atomic call of more than five thousand rows
   * may deadlock with another one ({@link
   * io.zkpersona.domain.error.ErrorCode#TRANSACTION_CONFLICT}). If an id occurs twice, the later
   * entity is stored.
   *
   * <p>Repeat: stores the same content again, which is harmless.
   *
   * @param entities the entities
   * @param options whether to commit atomically or in chunks, and which components to overwrite
   * @return how many were inserted and how many updated; an id that occurs twice within a chunk
   *     counts once
   * @throws DuplicateEntityException if a unique value other than the id is taken, naming the index
   *     of the first bad entity
   * @throws MissingReferenceException if an entity refers to a row that does not exist, naming its
   *     index
   * @throws ValidationException if an entity is invalid or changes an immutable component, naming
   *     its index; or if the options name a component that an upsert may not overwrite, naming the
   *     allowed ones
   * @throws io.zkpersona.storage.error.TransactionException with {@code TRANSACTION_CONFLICT}, if
   *     the call deadlocked with another one, or if a concurrent transaction stored one of the ids
   *     after the current transaction, of isolation {@code REPEATABLE_READ} or above, began
   * @throws io.zkpersona.storage.error.BulkInterruptedException as {@link #saveAll(Iterable,
   *     BulkOptions)}
   */
  BulkResult upsertAll(Iterable<? extends E> entities, BulkOptions options);

  /**
   * Deletes an entity and, as the schema's foreign keys specify, the rows that depend on it.
   *
   * <p>Repeat: throws {@link EntityNotFoundException}; the entity is gone.
   *
   * @param id its id
   * @throws EntityNotFoundException if there is none
   * @throws StillReferencedException if a row still refers to it
   */
  void deleteById(I id);

  /**
   * Deletes any number of entities and, as the schema's foreign keys specify, the rows that depend
   * on them.
   *
   * <p>Repeat: ignores the entities that are already deleted, which is harmless.
   *
   * @param ids their ids; unknown ids are ignored
   * @param options whether to commit atomically or in chunks
   * @return how many were deleted
   * @throws ValidationException if an id is null, naming its index
   * @throws StillReferencedException if a row still refers to one of them, naming its index
   * @throws io.zkpersona.storage.error.TransactionException as {@link #updateAll(Iterable,
   *     BulkOptions)}
   * @throws io.zkpersona.storage.error.BulkInterruptedException as {@link #saveAll(Iterable,
   *     BulkOptions)}
   */
  BulkResult deleteAllById(Iterable<? extends I> ids, BulkOptions options);
}
