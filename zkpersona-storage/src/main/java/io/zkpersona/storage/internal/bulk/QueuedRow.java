package io.zkpersona.storage.internal.bulk;

import io.zkpersona.domain.audit.Entity;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.metrics.Observed;
import io.zkpersona.storage.listener.OperationKind;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Observed observed;
  private final CompletableFuture<E> result = new CompletableFuture<>();

  QueuedRow(SqlExecutor executor, String operation, E value) {
    this.executor = executor;
    this.operation = operation;
    this.value = value;
    this.observed = executor.started(operation, OperationKind.GROUP_COMMIT_ROW);
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
    finished(1, null);
    result.complete(stored);
  }

  @Override
  public void failed(Throwable failure) {
    // The error must not reveal the rows of other callers.
    Throwable own =
        failure instanceof OutcomeUnknownException unknown
            ? unknown.ofRow(value.id().value())
            : failure;
    finished(0, own);
    result.completeExceptionally(own);
  }

  private void finished(long rows, @Nullable Throwable failure) {
    executor.finished(operation, OperationKind.GROUP_COMMIT_ROW, start, rows, failure, observed);
  }
}
