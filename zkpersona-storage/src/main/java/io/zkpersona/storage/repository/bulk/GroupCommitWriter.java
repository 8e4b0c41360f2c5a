package io.zkpersona.storage.repository.bulk;

import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.id.EntityId;
import java.util.concurrent.CompletableFuture;

/**
 * A group commit writer: inserts the single saves of many threads together. The rows that arrive
 * while one group is being written form the next group, which is written in one transaction. This
 * saves commits when dozens of threads save at once; for a few threads {@code Repository.save} is
 * faster, because a call here waits for the previous group and for a switch to another thread.
 *
 * <p>Each call has the same outcome as {@code Repository.save} of its row: if a group is rejected,
 * parts of it are written again, down to single rows, so a bad row fails only its own call. Rows
 * are written in the order in which they were submitted; of two rows with the same id the second is
 * a duplicate. No row is written twice. If the database can't be reached or the connection breaks,
 * all calls of the group fail, possibly with the same exception instance; if it broke during the
 * commit, the outcome of their rows is unknown, as with a single save.
 *
 * <p>A row that waits for a lock, for example because an open transaction has just written the same
 * unique value, delays the rows behind it. Each row completes within twice {@code
 * DB_LOCK_TIMEOUT_MS}, or twice {@code DB_STATEMENT_TIMEOUT_MS} if that is shorter, from when it
 * was submitted, plus the time of a statement. To keep this bound, the parts of a group that timed
 * out wait for a shorter time, and rows whose time is over fail with the {@link
 * io.zkpersona.storage.error.StatementTimeoutException} of the part they were in; they are not
 * written. With a pool of the host, the settings of that pool must match these values.
 *
 * <p>Thread-safe. One daemon thread writes; it runs while there are rows to write and ends a few
 * seconds later, as do the threads that complete the futures of {@link #saveAsync}. Close a writer
 * before its manager; rows still in the queue when the manager is closed fail with {@link
 * io.zkpersona.storage.error.ManagerClosedException}. Query statistics count rows as {@code
 * <table>.save_in_group}, groups as {@code <table>.save_group}, and groups of one row as {@code
 * <table>.save}.
 *
 * @param <E> the entity type
 * @param <I> the type of its id
 */
public interface GroupCommitWriter<E extends Entity<I>, I extends EntityId> extends AutoCloseable {

  /**
   * Inserts an entity, as {@code Repository.save} does, and returns when the row is committed. If
   * the thread is interrupted while it waits for room in the queue, the call fails and its row is
   * not written. Once the row is submitted, an interrupt does not end the call; the interrupt
   * status remains set.
   *
   * <p>Repeat: as {@code Repository.save}.
   *
   * @param entity the entity, with an id that is not yet stored
   * @return the entity as stored
   * @throws io.zkpersona.domain.error.ValidationException as {@code Repository.save}
   * @throws io.zkpersona.domain.error.DuplicateEntityException as {@code Repository.save}
   * @throws io.zkpersona.domain.error.MissingReferenceException as {@code Repository.save}
   * @throws io.zkpersona.storage.error.DatabaseUnavailableException as {@code Repository.save}, and
   *     if the queue stayed full for {@link GroupCommitOptions#maxWait} or the thread was
   *     interrupted while waiting for room; in these two cases nothing is written
   * @throws io.zkpersona.storage.error.TransactionException if the thread is inside a transaction
   *     of the manager, which the row would not be part of
   * @throws io.zkpersona.domain.error.ZkPersonaException with {@link
   *     io.zkpersona.domain.error.ErrorCode#CLOSED} if the writer is closed
   */
  E save(E entity);

  /**
   * Creates an entity from a request and inserts it, as {@code Repository.create} does.
   *
   * <p>Repeat: as {@code Repository.create}.
   *
   * @param request the content of the new entity
   * @return the entity as stored
   */
  E create(CreateRequest<E, I> request);

  /**
   * Inserts an entity, as {@link #save} does, without waiting for the row to be written, so that
   * one thread can have many rows in flight. Waits for room in the queue and fails as {@link #save}
   * does; the returned future holds the outcome of the row itself.
   *
   * <p>Repeat: as {@code Repository.save}.
   *
   * @param entity the entity, with an id that is not yet stored
   * @return a future that completes with the entity as stored, or with the exception that {@link
   *     #save} throws. The writer completes it on one of its own threads, one per processor and at
   *     least two; run slow dependent stages on another executor. Cancelling the future does not
   *     prevent the write
   */
  CompletableFuture<E> saveAsync(E entity);

  /**
   * Rejects later calls and calls that still wait for room in the queue, and returns when all
   * submitted rows are written or have failed. An interrupted thread does not wait, and its
   * interrupt status remains set; the rows are still written. A second call waits as the first
   * does.
   */
  @Override
  void close();
}
