package io.zkpersona.storage.internal.metrics;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.listener.FinishedOperation;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.listener.OperationScope;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An operation that listeners observe, until it has finished. Belongs to one operation. */
public final class Observed {

  private final Listeners listeners;
  private final String operation;
  private final OperationKind kind;
  private final OperationScope[] scopes;
  private long waited;
  private boolean inTransaction;

  Observed(Listeners listeners, String operation, OperationKind kind, OperationScope[] scopes) {
    this.listeners = listeners;
    this.operation = operation;
    this.kind = kind;
    this.scopes = scopes;
  }

  /** Notes that the operation has a connection. */
  public void connected(long waitedNanos, boolean inside) {
    // Inside a transaction the connection was there.
    waited = inside ? 0 : waitedNanos;
    inTransaction = inside;
  }

  void finished(long nanos, long rows, FinishedOperation.Result result, @Nullable ErrorCode error) {
    listeners.finished(
        scopes,
        new FinishedOperation(
            operation,
            kind,
            Duration.ofNanos(nanos),
            Duration.ofNanos(waited),
            rows,
            inTransaction,
            result,
            error));
  }
}
