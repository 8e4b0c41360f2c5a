package io.zkpersona.micrometer;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.zkpersona.storage.listener.FinishedOperation;
import io.zkpersona.storage.listener.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * The observation of one operation. A tracer makes a span of kind client from it; nothing is sent
 * to the server with it.
 */
public final class OperationContext extends SenderContext<Object> {

  private final String operation;
  private final OperationKind operationKind;
  private volatile @Nullable FinishedOperation finished;

  OperationContext(String operation, OperationKind operationKind) {
    super((carrier, key, value) -> {}, Kind.CLIENT);
    this.operation = operation;
    this.operationKind = operationKind;
    setCarrier(this);
    setRemoteServiceName("postgresql");
  }

  /** Returns the name of the operation, for example {@code users.find_by_id}. */
  public String operation() {
    return operation;
  }

  /** Returns the kind of the operation. */
  public OperationKind operationKind() {
    return operationKind;
  }

  /** Returns what happened; null until the operation has finished. */
  public @Nullable FinishedOperation finished() {
    return finished;
  }

  void finish(FinishedOperation end) {
    finished = end;
  }
}
