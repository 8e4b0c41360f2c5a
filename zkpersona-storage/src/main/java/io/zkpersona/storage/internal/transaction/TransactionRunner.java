package io.zkpersona.storage.internal.transaction;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.metrics.QueryMetrics;
import io.zkpersona.storage.internal.query.Atomic;
import io.zkpersona.storage.internal.query.Backoff;
import io.zkpersona.storage.internal.query.ConnectionSource;
import io.zkpersona.storage.internal.query.Connections;
import io.zkpersona.storage.internal.query.Opening;
import io.zkpersona.storage.internal.query.UnitOfWork;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.transaction.Isolation;
import io.zkpersona.storage.transaction.TransactionFunction;
import io.zkpersona.storage.transaction.TransactionOptions;
import io.zkpersona.storage.transaction.TransactionOptions.Access;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Opens transactions, one per thread at a time: a nested one is a savepoint of the outer. Knows on
 * which threads one is open, so that the outer repositories can be refused there.
 */
public final class TransactionRunner {

  static final String OPERATION = "transaction";
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(10), 7);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final ConnectionSource connections;
  private final RepositoryContext context;
  private final QueryMetrics metrics;
  private final boolean defaultsKnown;

  /** Not static: each manager has transactions of its own. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable OpenTransaction> open = new ThreadLocal<>();

  /**
   * Runs transactions on connections of {@code connections}.
   *
   * @param defaultsKnown whether sessions that are not shared begin transactions at READ COMMITTED
   *     and for writing, which then need not be said, at the price of a round trip
   */
  public TransactionRunner(
      ConnectionSource connections,
      RepositoryContext context,
      QueryMetrics metrics,
      boolean defaultsKnown) {
    this.defaultsKnown = defaultsKnown;
    this.connections = connections;
    this.context = context;
    this.metrics = metrics;
  }

  /** A source that is refused to a thread that is inside a transaction. */
  public ConnectionSource outside() {
    return new ConnectionSource() {
      @Override
      public Connection acquire() throws SQLException {
        requireOutside();
        return connections.acquire();
      }

      @Override
      public void requireHandover() {
        requireOutside();
        connections.requireHandover();
      }

      @Override
      public void release(Connection connection) {
        connections.release(connection);
      }

      @Override
      public void discard(Connection connection) {
        connections.discard(connection);
      }
    };
  }

  private void requireOutside() {
    if (open.get() != null) {
      throw new TransactionException(
          "the manager's repositories were used inside inTransaction (expected: the "
              + "transaction that the block was given, or outsideTransaction())");
    }
  }

  /** Runs a block in a transaction, or up to a savepoint of the one this thread is in. */
  public <T extends @Nullable Object, X extends Exception> T run(
      TransactionOptions options, TransactionFunction<T, X> function) throws X {
    OpenTransaction outer = open.get();
    if (outer != null) {
      return outer.nested(options, function);
    }
    for (int attempt = 0; ; attempt++) {
      try {
        return once(options, function);
      } catch (ZkPersonaException e) {
        // A thread that was told to stop would make its attempts without a pause.
        if (e.code() != ErrorCode.TRANSACTION_CONFLICT
            || attempt >= options.retries()
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        BACKOFF.pause(attempt, LONGEST_PAUSE);
      }
    }
  }

  private <T extends @Nullable Object, X extends Exception> T once(
      TransactionOptions options, TransactionFunction<T, X> function) throws X {
    long start = System.nanoTime();
    UnitOfWork unit =
        UnitOfWork.ofCaller(OPERATION, options.access() == TransactionOptions.Access.READ_ONLY);
    try {
      Connection connection = connections.acquire();
      Throwable failure = null;
      try {
        unit.connected(connection);
        return on(connection, unit, options, function);
      } catch (Throwable e) {
        failure = e;
        throw e;
      } finally {
        Connections.giveBack(connections, connection, failure);
      }
    } catch (SQLException e) {
      ZkPersonaException translated = ErrorTranslator.translate(e, unit.failing());
      metrics.failed(OPERATION, translated.code());
      throw translated;
    } catch (ZkPersonaException e) {
      metrics.failed(OPERATION, e.code());
      throw e;
    } finally {
      metrics.record(OPERATION, System.nanoTime() - start);
    }
  }

  private <T extends @Nullable Object, X extends Exception> T on(
      Connection connection,
      UnitOfWork unit,
      TransactionOptions options,
      TransactionFunction<T, X> function)
      throws X, SQLException {
    boolean readOnly = options.access() == Access.READ_ONLY;
    boolean said =
        defaultsKnown
            && options.isolation() == Isolation.READ_COMMITTED
            && !Opening.isShared(connection);
    if (said && readOnly) {
      // The driver says so in its BEGIN, and the pool puts it back when it gets the connection.
      connection.setReadOnly(true);
    }
    OpenTransaction transaction = new OpenTransaction(connection, unit, context, metrics, options);
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
