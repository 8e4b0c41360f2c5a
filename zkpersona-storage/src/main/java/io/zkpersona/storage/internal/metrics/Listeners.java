package io.zkpersona.storage.internal.metrics;

import io.zkpersona.storage.listener.FinishedOperation;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.listener.OperationScope;
import io.zkpersona.storage.listener.StorageListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls listeners, in their order at the start of an operation and in reverse order at its end. A
 * failure of one affects neither the others nor the call. Thread-safe.
 */
final class Listeners {

  private static final Logger LOG = LoggerFactory.getLogger(StorageListener.class);

  private final StorageListener[] listeners;
  private final AtomicIntegerArray failed;

  Listeners(List<StorageListener> listeners) {
    this.listeners = listeners.toArray(new StorageListener[0]);
    this.failed = new AtomicIntegerArray(this.listeners.length);
  }

  boolean isEmpty() {
    return listeners.length == 0;
  }

  OperationScope[] started(String operation, OperationKind kind) {
    OperationScope[] scopes = new OperationScope[listeners.length];
    for (int i = 0; i < listeners.length; i++) {
      scopes[i] = OperationScope.NONE;
      try {
        scopes[i] = listeners[i].operationStarted(operation, kind);
      } catch (Throwable failure) {
        ignored(i, failure);
      }
    }
    return scopes;
  }

  void finished(OperationScope[] scopes, FinishedOperation finished) {
    for (int i = scopes.length - 1; i >= 0; i--) {
      try {
        scopes[i].finished(finished);
      } catch (Throwable failure) {
        ignored(i, failure);
      }
    }
  }

  void each(Consumer<StorageListener> event) {
    for (int i = 0; i < listeners.length; i++) {
      try {
        event.accept(listeners[i]);
      } catch (Throwable failure) {
        ignored(i, failure);
      }
    }
  }

  private void ignored(int index, Throwable failure) {
    if (failed.compareAndSet(index, 0, 1)) {
      LOG.warn(
          "listener {} failed; this failure and its later ones are ignored",
          listeners[index].getClass().getName(),
          failure);
    }
  }
}
