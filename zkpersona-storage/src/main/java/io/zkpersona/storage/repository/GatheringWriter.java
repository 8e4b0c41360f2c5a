package io.zkpersona.storage.repository;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.change.CreateRequest;
import io.zkpersona.domain.id.EntityId;
import java.util.concurrent.CompletableFuture;

/**
 * Inserts single entities of many threads together: what they save while a group of rows is on its
 * way is the next group, written in one transaction. That spares commits where dozens of threads
 * save at once; for a few threads {@link Repository#save} is faster, because a call here waits for
 * the group before its own and wakes another thread.
 *
 * <p>Each call comes to what {@link Repository#save} of its row would have come to: of a group that
 * is refused parts are written again, down to single rows, so that a bad row fails its own call
 * only. Rows are written in the order in which they were handed over; of two with the same id the
 * second is a duplicate. Nothing is written twice. If the database can't be reached, or the
 * connection breaks, all calls of the group fail, perhaps with one and the same exception, and, as
 * with a single save, where it broke while committing nobody knows whether their rows are stored.
 *
 * <p>A row that has to wait for a lock, such as one with a unique value that an open transaction
 * has just written, keeps those behind it waiting too. Each row hears within twice {@code
 * DB_LOCK_TIMEOUT_MS} from when it was handed over, and the time that a statement takes; where
 * {@code DB_STATEMENT_TIMEOUT_MS} is shorter, that counts. So, after a group has waited in vain,
 * its parts wait for less, and rows whose time is over fail with {@link
 * io.zkpersona.domain.error.StatementTimeoutException} as the part that they were tried in did;
 * nothing of them is written. With a pool of the host's these settings have to be that pool's.
 *
 * <p>Thread-safe. The writing is done on one daemon thread, which is there while there is something
 * to write and ends a few seconds later, as do those that complete what {@link #saveAsync} gives.
 * Close a writer before its manager; what still waits when the manager is closed fails with {@link
 * io.zkpersona.domain.error.ManagerClosedException}. Times are counted by row as {@code
 * <table>.save_gathered}, by group as {@code <table>.save_group}, and for groups of one row as
 * {@code <table>.save}.
 *
 * @param <E> the entity
 * @param <I> its id
 */
public interface GatheringWriter<E extends Entity<I>, I extends EntityId> extends AutoCloseable {

  /**
   * As {@link Repository#save}; returns when the row is committed. A thread that is interrupted
   * while it waits for room is refused, and nothing of its row is written; once the row is handed
   * over, an interrupt breaks nothing off: the call comes to its end, and the thread stays
   * interrupted.
   *
   * <p>Repeat: as {@link Repository#save}.
   *
   * @param entity the entity, with an id that is not stored yet
   * @return the entity as stored
   * @throws io.zkpersona.domain.error.ValidationException as {@link Repository#save}
   * @throws io.zkpersona.domain.error.DuplicateEntityException as {@link Repository#save}
   * @throws io.zkpersona.domain.error.MissingReferenceException as {@link Repository#save}
   * @throws io.zkpersona.domain.error.DatabaseUnavailableException as {@link Repository#save}, and
   *     if too many rows went on waiting ({@link GatherOptions#maxWait}), or the thread was
   *     interrupted meanwhile: then nothing is written
   * @throws io.zkpersona.domain.error.TransactionException if the thread is inside a transaction of
   *     the manager, in which the row would not be
   * @throws io.zkpersona.domain.error.ZkPersonaException with {@link
   *     io.zkpersona.domain.error.ErrorCode#CLOSED} if the writer was closed
   */
  E save(E entity);

  /**
   * As {@link Repository#create}: makes a new entity of a request and saves it.
   *
   * <p>Repeat: as {@link Repository#create}.
   *
   * @param request what is to be kept
   * @return the entity as stored
   */
  E create(CreateRequest<E, I> request);

  /**
   * As {@link #save}, without waiting for the row to be written: one thread can have many on their
   * way. Waits for room, and is refused, as {@link #save}; what the row itself comes to is in the
   * result.
   *
   * <p>Repeat: as {@link Repository#save}.
   *
   * @param entity the entity, with an id that is not stored yet
   * @return completed with the entity as stored, or with the exception that {@link #save} throws,
   *     by one of the writer's own threads for that, as many as there are processors and at least
   *     two: what hangs on it and takes long had better go to an executor of the caller's.
   *     Cancelling it does not keep the row from being written
   */
  CompletableFuture<E> saveAsync(E entity);

  /**
   * Refuses later calls, and those that still wait for room, and returns when all rows that were
   * handed over are written or refused. An interrupted thread does not wait, and stays interrupted;
   * the rows are written all the same. A second call waits as the first does.
   */
  @Override
  void close();
}
