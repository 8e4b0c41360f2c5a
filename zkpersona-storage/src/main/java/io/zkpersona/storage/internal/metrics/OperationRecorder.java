package io.zkpersona.storage.internal.metrics;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.health.CacheStats;
import io.zkpersona.storage.health.QueryStats;
import io.zkpersona.storage.listener.FinishedMigration;
import io.zkpersona.storage.listener.FinishedOperation.Result;
import io.zkpersona.storage.listener.FinishedTransaction;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.listener.StorageListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records each operation of a manager: counts and times it, tells the listeners, and logs it if it
 * was slow. Allocates nothing for an operation that nobody observes. Thread-safe.
 */
public final class OperationRecorder {

  /** Documented: hosts switch it on and off by this name. */
  private static final Logger SLOW = LoggerFactory.getLogger("io.zkpersona.storage.slow");

  private final QueryMetrics metrics = new QueryMetrics();
  private final Listeners listeners;
  private final long slowNanos;

  /** Creates a recorder without listeners that logs nothing. */
  public OperationRecorder() {
    this(List.of(), Duration.ZERO);
  }

  /**
   * Creates a recorder.
   *
   * @param slow the duration from which a call is logged; zero for never
   */
  public OperationRecorder(List<StorageListener> listeners, Duration slow) {
    this.listeners = new Listeners(listeners);
    this.slowNanos = slow.isZero() ? Long.MAX_VALUE : slow.toNanos();
  }

  /** Tells whether anybody listens. */
  public boolean isObserved() {
    return !listeners.isEmpty();
  }

  /** Tells the listeners that an operation starts; null if there are none. */
  public @Nullable Observed started(String operation, OperationKind kind) {
    return listeners.isEmpty()
        ? null
        : new Observed(listeners, operation, kind, listeners.started(operation, kind));
  }

  /**
   * Records the end of an operation.
   *
   * @param failure the exception that the operation throws; null if it returns
   * @param observed what {@link #started} returned
   */
  public void finished(
      String operation,
      OperationKind kind,
      long nanos,
      long rows,
      @Nullable Throwable failure,
      @Nullable Observed observed) {
    ErrorCode error = failure instanceof ZkPersonaException known ? known.code() : null;
    if (error != null) {
      metrics.failed(operation, error);
    }
    metrics.record(operation, nanos);
    if (nanos >= slowNanos && kind == OperationKind.CALL) {
      SLOW.warn(
          "slow: {} took {} ms, {} rows{}",
          operation,
          TimeUnit.NANOSECONDS.toMillis(nanos),
          rows,
          error == null ? "" : ", " + error.code());
    }
    if (observed != null) {
      observed.finished(nanos, rows, result(failure, error), error);
    }
  }

  private static Result result(@Nullable Throwable failure, @Nullable ErrorCode error) {
    if (failure == null) {
      return Result.SUCCEEDED;
    }
    return error == ErrorCode.OUTCOME_UNKNOWN ? Result.UNKNOWN : Result.FAILED;
  }

  /** Records that the library refuses the result of a finished operation. */
  public void refused(String operation, ErrorCode error) {
    metrics.failed(operation, error);
    listeners.each(listener -> listener.operationRefused(operation, error));
  }

  /** Tells the listeners of a transaction. */
  public void finished(FinishedTransaction transaction) {
    listeners.each(listener -> listener.transactionFinished(transaction));
  }

  /** Tells the listeners of a migration. */
  public void finished(FinishedMigration migration) {
    listeners.each(listener -> listener.migrationFinished(migration));
  }

  /** Returns the statistics so far, with the number of rendered statements. */
  public QueryStats snapshot(long renderedStatements, @Nullable CacheStats cache) {
    return metrics.snapshot(renderedStatements, cache);
  }
}
