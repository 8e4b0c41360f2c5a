package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.audit.CreateRequest;
import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.EntityId;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.time.Daemons;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Group commit: queues the rows of callers until its one thread has written them. A separate thread
 * is used rather than the first caller's: an interrupt of one caller, which closes the socket of a
 * virtual thread, must not fail the rows of others, and no caller works for others after its own
 * row is written.
 */
public final class GroupCommit<E extends Entity<I>, I extends EntityId>
    implements GroupCommitWriter<E, I> {

  /** At least two, so that a callback that blocks one thread leaves another. */
  private static final int FEWEST_TELLING = 2;

  private final SqlExecutor executor;
  private final String operation;
  private final UnaryOperator<E> prepare;
  private final Function<CreateRequest<E, I>, E> make;
  private final Group<E> groups;
  private final GroupCommitOptions options;
  private final int enough;
  private final ThreadPoolExecutor thread;
  private final ThreadPoolExecutor telling;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition company = lock.newCondition();
  private final Condition written = lock.newCondition();
  private final ArrayDeque<QueuedRow<E>> waiting = new ArrayDeque<>();
  private boolean writing;
  private boolean closed;

  /**
   * Creates the group commit of a repository.
   *
   * @param operation the operation under which a row is counted
   * @param prepare converts a caller's entity, which may be null, to the one written, or rejects it
   * @param writer writes a group in one transaction
   * @param longestWait the usual limit of a lock wait; zero if there is none
   */
  public GroupCommit(
      SqlExecutor executor,
      String operation,
      UnaryOperator<E> prepare,
      Function<CreateRequest<E, I>, E> make,
      Group.Writer<E> writer,
      Duration longestWait,
      GroupCommitOptions options) {
    this.executor = executor;
    this.operation = operation;
    this.prepare = prepare;
    this.make = make;
    this.groups = new Group<>(writer, longestWait);
    this.options = options;
    this.enough = Math.min(options.maxRows(), options.maxWaiting());
    this.thread = Daemons.pool("zkpersona-" + operation, 1);
    this.telling =
        Daemons.pool(
            "zkpersona-" + operation + "-told",
            Math.max(FEWEST_TELLING, Runtime.getRuntime().availableProcessors()));
  }

  @Override
  public E save(E entity) {
    return await(handOver(entity));
  }

  @Override
  public E create(CreateRequest<E, I> request) {
    return await(handOver(make.apply(request)));
  }

  @Override
  public CompletableFuture<E> saveAsync(E entity) {
    CompletableFuture<E> handed = new CompletableFuture<>();
    // Completed on other threads: callbacks of the callers must not delay the rows behind. The
    // common pool will not do: on two processors CompletableFuture starts a thread for each row
    // instead.
    CompletableFuture<E> unused =
        handOver(entity)
            .result()
            .whenCompleteAsync(
                (stored, failure) -> {
                  if (failure == null) {
                    handed.complete(stored);
                  } else {
                    handed.completeExceptionally(failure);
                  }
                },
                telling);
    return handed;
  }

  private E await(QueuedRow<E> row) {
    try {
      return row.result().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }

  private QueuedRow<E> handOver(E entity) {
    executor.requireHandover();
    QueuedRow<E> row = new QueuedRow<>(executor, operation, prepare.apply(entity));
    lock.lock();
    try {
      awaitRoom();
      if (!writing) {
        thread.execute(this::writeAll);
        writing = true;
      }
      row.handOver();
      waiting.add(row);
      if (waiting.size() >= enough) {
        company.signal();
      }
      return row;
    } catch (ZkPersonaException refused) {
      row.failed(refused);
      throw refused;
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() {
    long left = options.maxWait().toNanos();
    try {
      while (!closed && waiting.size() >= options.maxWaiting()) {
        if (left <= 0) {
          throw new DatabaseUnavailableException(
              "group commit writer: "
                  + options.maxWaiting()
                  + " rows stayed in the queue (expected: room for one more within maxWait, "
                  + options.maxWait()
                  + "; this row was not written)",
              null,
              null);
        }
        left = room.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailableException(
          "group commit writer: the thread was interrupted while it waited for room in the queue;"
              + " the row was not written",
          null,
          null);
    }
    if (closed) {
      throw new ZkPersonaException(
          ErrorCode.CLOSED, "group commit writer: closed (expected: open; create a new one)");
    }
  }

  private void writeAll() {
    List<QueuedRow<E>> group = List.of();
    try {
      for (group = next(); !group.isEmpty(); group = next()) {
        groups.write(group);
      }
    } catch (Throwable failure) {
      abandon(group, failure);
      throw failure;
    }
  }

  /**
   * Fails all waiting rows, so that no caller waits for a task that has ended; the next row starts
   * another task.
   */
  private void abandon(List<QueuedRow<E>> group, Throwable failure) {
    List<QueuedRow<E>> abandoned = new ArrayList<>(group);
    lock.lock();
    try {
      abandoned.addAll(waiting);
      waiting.clear();
      writing = false;
      room.signalAll();
      written.signalAll();
    } finally {
      lock.unlock();
    }
    abandoned.forEach(row -> row.failed(failure));
  }

  /** Returns the next group, or an empty one; the next row then starts another task. */
  private List<QueuedRow<E>> next() {
    lock.lock();
    try {
      awaitCompany();
      int size = Math.min(options.maxRows(), waiting.size());
      List<QueuedRow<E>> group = new ArrayList<>(size);
      while (group.size() < size) {
        group.add(waiting.remove());
      }
      room.signalAll();
      if (group.isEmpty()) {
        writing = false;
        written.signalAll();
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void awaitCompany() {
    long left = options.linger().toNanos();
    try {
      while (left > 0 && !closed && !waiting.isEmpty() && waiting.size() < enough) {
        left = company.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Only this class knows the thread; on an interrupt, the rows present have waited long
      // enough.
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      company.signalAll();
      thread.shutdown();
      while (writing) {
        written.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
