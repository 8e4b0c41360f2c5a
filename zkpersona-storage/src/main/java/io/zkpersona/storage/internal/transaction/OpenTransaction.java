package io.zkpersona.storage.internal.transaction;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.PostgresRepositories;
import io.zkpersona.storage.internal.error.ErrorTranslator;
import io.zkpersona.storage.internal.execution.Atomic;
import io.zkpersona.storage.internal.execution.ConnectionSource;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.execution.UnitOfWork;
import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.internal.time.Deadline;
import io.zkpersona.storage.transaction.Completion;
import io.zkpersona.storage.transaction.ConnectionFunction;
import io.zkpersona.storage.transaction.Transaction;
import io.zkpersona.storage.transaction.TransactionFunction;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A transaction while its block runs. */
final class OpenTransaction extends PostgresRepositories implements Transaction {

  /** Lends the transaction's connection to the thread that opened it, until the block ends. */
  private static final class Source implements ConnectionSource {

    private final ConnectionSource lender;
    private final Connection connection;
    private final Thread owner = Thread.currentThread();
    private volatile boolean ended;

    Source(ConnectionSource lender, Connection connection) {
      this.lender = lender;
      this.connection = connection;
    }

    @Override
    public Connection acquire() {
      checkUsable();
      return connection;
    }

    @Override
    public void checkUsable() {
      if (ended) {
        throw new TransactionException(
            "the transaction has ended (expected: use only inside its block)");
      }
      if (Thread.currentThread() != owner) {
        throw new TransactionException(
            "the transaction was used on another thread (expected: the thread that opened it)");
      }
      lender.checkUsable();
    }

    @Override
    public void lending(Connection lent) throws SQLException {
      lender.lending(lent);
    }

    @Override
    public @Nullable Deadline deadline() {
      return lender.deadline();
    }

    @Override
    public void committing(Connection connection) {
      lender.committing(connection);
    }

    @Override
    public void release(Connection released) {
      // The transaction keeps its connection until its end.
    }
  }

  private final Source source;
  private final UnitOfWork unit;
  private final SqlExecutor executor;
  private final RepositoryContext context;
  private final Signals signals;
  private final TransactionOptions options;
  private final Completions completions;

  OpenTransaction(
      ConnectionSource lender,
      Connection connection,
      UnitOfWork unit,
      RepositoryContext context,
      Signals signals,
      OperationRecorder recorder,
      TransactionOptions options,
      Completions completions) {
    this(new Source(lender, connection), unit, context, signals, recorder, options, completions);
  }

  private OpenTransaction(
      Source source,
      UnitOfWork unit,
      RepositoryContext context,
      Signals signals,
      OperationRecorder recorder,
      TransactionOptions options,
      Completions completions) {
    this(
        source,
        unit,
        new SqlExecutor(source, context.statements(), recorder, unit, null),
        context,
        signals,
        options,
        completions);
  }

  private OpenTransaction(
      Source source,
      UnitOfWork unit,
      SqlExecutor executor,
      RepositoryContext context,
      Signals signals,
      TransactionOptions options,
      Completions completions) {
    super(context.on(executor), signals);
    this.source = source;
    this.unit = unit;
    this.executor = executor;
    this.context = context.on(executor);
    this.signals = signals;
    this.options = options;
    this.completions = completions;
  }

  @Override
  public Transaction as(ActorId actorId) {
    if (actorId == null) {
      throw new ValidationException("actorId", "null (expected: a value)");
    }
    return new OpenTransaction(
        source, unit, executor, context.as(actorId), signals, options, completions);
  }

  void end() {
    source.ended = true;
  }

  /** Rejects a nested transaction of another tenant. */
  void requireSameSchema(Signals nested) {
    if (!nested.isOfSameSchema(signals)) {
      throw new TransactionException(
          "a transaction of one tenant was begun inside a transaction of another, or of the"
              + " manager's own schema (expected: one after the other)");
    }
  }

  /** Runs a block in a savepoint, provided that its options match the transaction's. */
  <T extends @Nullable Object, X extends Exception> T nested(
      TransactionOptions wanted, TransactionFunction<T, X> function) throws X {
    if (!wanted.equals(options) && !wanted.equals(TransactionOptions.defaults())) {
      throw new TransactionException(
          "a nested transaction has other options than the outer one (expected: the same options,"
              + " or the defaults)");
    }
    return callInTransactionThrowing(function);
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionFunction<T, X> function) throws X {
    int before = completions.mark();
    try {
      return Atomic.inSavepoint(source.acquire(), unit, () -> function.apply(this));
    } catch (SQLException e) {
      completions.undone(before);
      throw ErrorTranslator.translate(e);
    } catch (Throwable e) {
      completions.undone(before);
      throw e;
    }
  }

  @Override
  public void afterCompletion(Consumer<? super Completion> callback) {
    source.checkUsable();
    if (callback == null) {
      throw new ValidationException("callback", "null (expected: a value)");
    }
    completions.add(callback);
  }

  @Override
  public <T extends @Nullable Object> T withConnection(ConnectionFunction<T> function) {
    return executor.lend("connection", function::apply);
  }
}
