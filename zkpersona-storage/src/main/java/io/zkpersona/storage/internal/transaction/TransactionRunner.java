package io.zkpersona.storage.internal.transaction;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.execution.Atomic;
import io.zkpersona.storage.internal.execution.BoundedSource;
import io.zkpersona.storage.internal.execution.ConnectionSource;
import io.zkpersona.storage.internal.execution.Connections;
import io.zkpersona.storage.internal.execution.Opening;
import io.zkpersona.storage.internal.execution.UnitOfWork;
import io.zkpersona.storage.internal.metrics.Observed;
import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.internal.replica.Replicas;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.internal.time.Backoff;
import io.zkpersona.storage.internal.time.Deadline;
import io.zkpersona.storage.listener.FinishedTransaction;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.transaction.Completion;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionFunction;
import io.zkpersona.storage.transaction.TransactionOptions;
import io.zkpersona.storage.transaction.TransactionOptions.Access;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens transactions, at most one per thread: a nested one is a savepoint of the outer one. Tracks
 * the threads with an open transaction, so that the manager's repositories can reject calls there.
 */
public final class TransactionRunner {

  static final String OPERATION = "transaction";
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(10), 7);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final ConnectionSource connections;
  private final Replicas replicas;
  private final RepositoryContext context;
  private final Signals signals;
  private final OperationRecorder recorder;
  private final boolean defaultsKnown;
  private final Host host;

  /** Not static, since each manager has its own transactions; its schemas share them. */
  private final ThreadLocal<@Nullable OpenTransaction> open;

  /**
   * Runs transactions on connections from {@code connections}.
   *
   * @param replicas serve the reads of callers that allow it
   * @param signals wakes the waiters of the work queue
   * @param defaultsKnown whether unshared sessions start transactions at READ COMMITTED and
   *     read-write, so that setting both, which costs a round trip, is unnecessary
   * @param host the host whose transactions are joined or detected
   */
  public TransactionRunner(
      ConnectionSource connections,
      Replicas replicas,
      RepositoryContext context,
      Signals signals,
      OperationRecorder recorder,
      boolean defaultsKnown,
      Host host) {
    this(
        connections,
        replicas,
        context,
        signals,
        recorder,
        defaultsKnown,
        host,
        new ThreadLocal<>());
  }

  private TransactionRunner(
      ConnectionSource connections,
      Replicas replicas,
      RepositoryContext context,
      Signals signals,
      OperationRecorder recorder,
      boolean defaultsKnown,
      Host host,
      ThreadLocal<@Nullable OpenTransaction> open) {
    this.open = open;
    this.defaultsKnown = defaultsKnown;
    this.host = host;
    this.connections = connections;
    this.replicas = replicas;
    this.context = context;
    this.signals = signals;
    this.recorder = recorder;
  }

  /**
   * Returns a runner of transactions in another schema, over the same connections. A thread has at
   * most one open transaction of all schemas.
   */
  public TransactionRunner in(RepositoryContext other, Signals signalsOfOther) {
    return new TransactionRunner(
        connections, replicas, other, signalsOfOther, recorder, defaultsKnown, host, open);
  }

  /**
   * Returns a source that lends the connection of the host's transaction if the thread is in one,
   * and that rejects threads inside a transaction of this library.
   */
  public ConnectionSource outside() {
    return outside(connections);
  }

  /**
   * Returns a source as {@link #outside()} does, whose reads may go to replicas.
   *
   * @param consistency how old they may be
   */
  public ConnectionSource outside(Consistency consistency) {
    return outside(replicas.reading(consistency, connections));
  }

  private ConnectionSource outside(ConnectionSource pool) {
    return new OutsideSource(connections, pool, host, this::requireOutside);
  }

  /** Tells whether the thread is in a transaction of this library. */
  boolean isInTransaction() {
    return open.get() != null;
  }

  private void requireOutside() {
    if (isInTransaction()) {
      throw new TransactionException(
          "repositories of the manager or of a tenant were used inside inTransaction (expected: the transaction"
              + " that the block receives, or outsideTransaction())");
    }
  }

  /** Runs a block in a transaction, or in a savepoint of the one that the thread is in. */
  public <T extends @Nullable Object, X extends Exception> T run(
      TransactionOptions options, TransactionFunction<T, X> function) throws X {
    OpenTransaction outer = open.get();
    if (outer != null) {
      outer.requireSameSchema(signals);
      return outer.nested(options, function);
    }
    connections.requireOpen();
    Host.Joined joined = join();
    if (joined != null) {
      return joining(joined, options, function);
    }
    return recorder.isObserved() ? observed(options, function) : attempt(options, function, null);
  }

  /** The last attempt of a transaction that listeners observe. */
  private static final class LastAttempt {

    private int number;
    private Completion completion = Completion.ROLLED_BACK;
  }

  private <T extends @Nullable Object, X extends Exception> T observed(
      TransactionOptions options, TransactionFunction<T, X> function) throws X {
    long start = System.nanoTime();
    LastAttempt last = new LastAttempt();
    ErrorCode error = null;
    try {
      return attempt(options, function, last);
    } catch (ZkPersonaException e) {
      error = e.code();
      throw e;
    } finally {
      recorder.finished(
          new FinishedTransaction(
              last.number, last.completion, Duration.ofNanos(System.nanoTime() - start), error));
    }
  }

  private <T extends @Nullable Object, X extends Exception> T attempt(
      TransactionOptions options, TransactionFunction<T, X> function, @Nullable LastAttempt last)
      throws X {
    Deadline deadline = options.deadline() == null ? null : Deadline.in(options.deadline());
    for (int attempt = 0; ; attempt++) {
      if (last != null) {
        last.number = attempt + 1;
      }
      ConnectionSource pool = replicas.reading(options.reading(), connections);
      ConnectionSource source = deadline == null ? pool : new BoundedSource(pool, deadline);
      try {
        return once(source, options, function, last);
      } catch (ZkPersonaException e) {
        // An interrupted thread would retry without pauses.
        if (e.code() != ErrorCode.TRANSACTION_CONFLICT
            || attempt >= options.retries()
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        BACKOFF.pause(attempt, deadline == null ? LONGEST_PAUSE : deadline.left());
        if (deadline != null && deadline.isOver()) {
          throw deadline.exceeded(e);
        }
      }
    }
  }

  private Host.@Nullable Joined join() {
    try {
      return host.join();
    } catch (SQLException e) {
      throw ErrorTranslator.translate(e, UnitOfWork.of(OPERATION).failing());
    }
  }

  /** Runs a block in a savepoint of the host's transaction. */
  private <T extends @Nullable Object, X extends Exception> T joining(
      Host.Joined joined, TransactionOptions options, TransactionFunction<T, X> function) throws X {
    Connection connection = joined.connection();
    Completions completions = new Completions();
    try {
      HostOptions.requireFitting(connection, options);
      UnitOfWork unit = UnitOfWork.ofCaller(OPERATION, false, context.executor().watch());
      OpenTransaction transaction =
          new OpenTransaction(
              connections, connection, unit, context, signals, recorder, options, completions);
      open.set(transaction);
      try {
        return transaction.callInTransactionThrowing(function);
      } finally {
        open.remove();
        transaction.end();
        unit.endsWith(joined.completion());
      }
    } finally {
      if (completions.mark() > 0) {
        joined.completion().accept(completions::tell);
      }
      host.leave(connection);
    }
  }

  private <T extends @Nullable Object, X extends Exception> T once(
      ConnectionSource source,
      TransactionOptions options,
      TransactionFunction<T, X> function,
      @Nullable LastAttempt last)
      throws X {
    long start = System.nanoTime();
    Observed observed = recorder.started(OPERATION, OperationKind.TRANSACTION);
    Completions completions = new Completions();
    Completion end = Completion.ROLLED_BACK;
    Throwable thrown = null;
    UnitOfWork unit =
        UnitOfWork.ofCaller(
            OPERATION,
            options.access() == TransactionOptions.Access.READ_ONLY,
            context.executor().watch());
    try {
      Connection connection = source.acquire();
      Throwable failure = null;
      try {
        if (observed != null) {
          observed.connected(System.nanoTime() - start, false);
        }
        unit.connected(source, connection);
        T value = on(source, connection, unit, options, function, completions);
        end = Completion.COMMITTED;
        return value;
      } catch (Throwable e) {
        failure = e;
        throw e;
      } finally {
        Connections.giveBack(source, connection, failure);
      }
    } catch (SQLException e) {
      ZkPersonaException translated = ErrorTranslator.translate(e, unit.failing());
      thrown = translated;
      if (translated.code() == ErrorCode.OUTCOME_UNKNOWN) {
        end = Completion.UNKNOWN;
      }
      throw translated;
    } catch (Throwable e) {
      thrown = e;
      throw e;
    } finally {
      unit.ended(end);
      recorder.finished(
          OPERATION,
          OperationKind.TRANSACTION,
          System.nanoTime() - start,
          unit.rows(),
          thrown,
          observed);
      if (last != null) {
        last.completion = end;
      }
      completions.tell(end);
    }
  }

  private <T extends @Nullable Object, X extends Exception> T on(
      ConnectionSource source,
      Connection connection,
      UnitOfWork unit,
      TransactionOptions options,
      TransactionFunction<T, X> function,
      Completions completions)
      throws X, SQLException {
    boolean readOnly = options.access() == Access.READ_ONLY;
    boolean said =
        defaultsKnown
            && options.isolation() == Isolation.READ_COMMITTED
            && !Opening.isShared(connection);
    if (said && readOnly) {
      // The driver adds this to its BEGIN, and the pool resets it when the connection is returned.
      connection.setReadOnly(true);
    }
    OpenTransaction transaction =
        new OpenTransaction(
            source, connection, unit, context, signals, recorder, options, completions);
    try {
      open.set(transaction);
      return Atomic.run(
          connection,
          unit,
          () -> {
            if (!said) {
              Opening.begin(connection, options.isolation(), readOnly);
            }
            return function.apply(transaction);
          });
    } finally {
      open.remove();
      transaction.end();
    }
  }
}
