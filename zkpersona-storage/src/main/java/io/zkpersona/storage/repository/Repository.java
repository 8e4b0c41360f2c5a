package io.zkpersona.storage.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.change.UpdateRequest;
import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ResultTooLargeException;
import io.zkpersona.domain.error.StaleEntityException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.EntityId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What every entity's repository can do. Each call is one statement or one transaction: it happens
 * whole or not at all. No argument may be null.
 *
 * <p>Besides what is named at each method, every call may throw {@link
 * io.zkpersona.domain.error.DatabaseUnavailableException} (no connection, or it broke), {@link
 * io.zkpersona.domain.error.StatementTimeoutException}, {@link
 * io.zkpersona.domain.error.TransactionException} (used outside the transaction that the thread is
 * in) and {@link io.zkpersona.domain.error.ManagerClosedException}.
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
   * How many entities there are.
   *
   * @return the exact number; a large table takes its time to count
   */
  long count();

  /**
   * Inserts a new entity. The database sets the times of its audit stamp.
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
   * @param entities the entities
   * @return the entities as stored, in the order given
   * @throws DuplicateEntityException as {@link #save}, naming the index of the first bad entity
   * @throws MissingReferenceException as {@link #save}, naming the index of the first bad entity
   * @throws ValidationException as {@link #save}, naming the index of the first bad entity
   */
  List<E> saveAll(Collection<E> entities);

  /**
   * Makes a new entity of a request, gives it an id and inserts it.
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
   * @param requests what is to be kept
   * @return the entities as stored, in the order given
   * @throws DuplicateEntityException as {@link #create}, naming the index of the first bad request
   * @throws MissingReferenceException as {@link #create}, naming the index of the first bad request
   * @throws ValidationException as {@link #create}, naming the index of the first bad request
   */
  List<E> createAll(Collection<? extends CreateRequest<E, I>> requests);

  /**
   * Replaces a stored entity, provided nobody changed it since it was read.
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
   * Deletes an entity, and by the schema's rules what hangs on it.
   *
   * @param id its id
   * @throws EntityNotFoundException if there is none
   */
  void deleteById(I id);
}
