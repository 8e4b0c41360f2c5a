package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import java.util.concurrent.CompletableFuture;

/**
 * A row in the queue of a group commit, and the result for which its caller waits. Its time counts
 * from its creation, waiting included.
 */
final class QueuedRow<E extends Entity<?>> implements Group.Member<E> {

  private final SqlExecutor executor;
  private final String operation;
  private final E value;
  private final long start = System.nanoTime();
  private long handedOver = start;
  private final CompletableFuture<E> result = new CompletableFuture<>();

  QueuedRow(SqlExecutor executor, String operation, E value) {
    this.executor = executor;
    this.operation = operation;
    this.value = value;
  }

  CompletableFuture<E> result() {
    return result;
  }

  /** Notes that the row enters the queue now. */
  void handOver() {
    handedOver = System.nanoTime();
  }

  @Override
  public E value() {
    return value;
  }

  @Override
  public long handedOver() {
    return handedOver;
  }

  @Override
  public void stored(E stored) {
    count();
    result.complete(stored);
  }

  @Override
  public void failed(Throwable failure) {
    count();
    // The error must not reveal the rows of other callers.
    Throwable own =
        failure instanceof OutcomeUnknownException unknown
            ? unknown.ofRow(value.id().value())
            : failure;
    if (own instanceof ZkPersonaException known) {
      executor.failed(operation, known);
    }
    result.completeExceptionally(own);
  }

  private void count() {
    executor.record(operation, System.nanoTime() - start);
  }
}
