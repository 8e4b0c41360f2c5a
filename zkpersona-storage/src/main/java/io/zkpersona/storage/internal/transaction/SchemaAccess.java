package io.zkpersona.storage.internal.transaction;

import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.PostgresRepositories;
import io.zkpersona.storage.internal.cache.ReadCache;
import io.zkpersona.storage.internal.change.feed.PostgresChangeFeed;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.BoundedSource;
import io.zkpersona.storage.internal.execution.ConnectionSource;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.internal.pool.GuardedSource;
import io.zkpersona.storage.internal.query.CursorCodec;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.internal.replica.PrimaryPosition;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.internal.time.Deadline;
import io.zkpersona.storage.replica.CommitToken;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.transaction.ConnectionFunction;
import io.zkpersona.storage.transaction.OptionedTransactions;
import io.zkpersona.storage.transaction.Outcome;
import io.zkpersona.storage.transaction.TransactionFunction;
import io.zkpersona.storage.transaction.TransactionOptions;
import io.zkpersona.storage.transaction.TransactionalChangeHandler;
import java.sql.Connection;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The repositories and transactions of one schema, in all forms that a manager and its tenants
 * offer. Thread-safe.
 */
public final class SchemaAccess implements OptionedTransactions {

  /**
   * The parts that all schemas of a manager share.
   *
   * @param config the manager's configuration
   * @param connections the pool
   * @param recorder counts and times all calls
   */
  public record Base(
      DatabaseConfig config, GuardedSource connections, OperationRecorder recorder) {}

  private final Base base;
  private final @Nullable ReadCache cache;
  private final StatementCache statements;
  private final Signals signals;
  private final SqlExecutor executor;
  private final TransactionRunner transactions;
  private final RepositoryContext context;
  private final Repositories repositories;
  private final Repositories outsideTransaction;

  /**
   * Gives access to a schema.
   *
   * @param cache serves some reads; null for none
   * @param statements the statements, which name the schema
   * @param cursors reads and writes the cursors of the schema
   * @param signals the notifications of the schema
   * @param transactions makes what runs the transactions of the schema
   */
  public SchemaAccess(
      Base base,
      @Nullable ReadCache cache,
      StatementCache statements,
      CursorCodec cursors,
      Signals signals,
      Function<RepositoryContext, TransactionRunner> transactions) {
    this.base = base;
    this.cache = cache;
    this.statements = statements;
    this.signals = signals;
    this.executor = executor(base.connections());
    RepositoryContext unguarded =
        new RepositoryContext(
            executor,
            statements,
            cursors,
            base.config().findAllLimit(),
            longestWait(base.config()));
    this.transactions = transactions.apply(unguarded);
    this.context = unguarded.on(executor(this.transactions.outside()));
    this.repositories = on(context);
    this.outsideTransaction = on(unguarded);
  }

  /** Gives access to another schema, over the same connections and without a cache. */
  public SchemaAccess to(
      StatementCache ofOther, CursorCodec cursorsOfOther, Signals signalsOfOther) {
    return new SchemaAccess(
        base,
        null,
        ofOther,
        cursorsOfOther,
        signalsOfOther,
        unguarded -> transactions.in(unguarded, signalsOfOther));
  }

  /** Returns the shorter of the limits that end a lock wait; zero if there is none. */
  private static Duration longestWait(DatabaseConfig config) {
    return Stream.of(config.lockTimeout(), config.statementTimeout())
        .filter(limit -> !limit.isZero())
        .min(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Returns the parts that all schemas of the manager share. */
  public Base base() {
    return base;
  }

  /** Returns the executor of calls outside of transactions. */
  public SqlExecutor executor() {
    return executor;
  }

  /** Returns the statements. */
  public StatementCache statements() {
    return statements;
  }

  /** Returns the notifications of the schema. */
  public Signals signals() {
    return signals;
  }

  private SqlExecutor executor(ConnectionSource source) {
    return new SqlExecutor(source, statements, base.recorder(), cache);
  }

  private Repositories on(RepositoryContext of) {
    return new PostgresRepositories(of, signals);
  }

  /** Returns the repositories for use outside of the library's transactions. */
  public Repositories repositories() {
    return repositories;
  }

  /** Returns repositories for use beside the transaction that the thread may be in. */
  public Repositories outsideTransaction() {
    return outsideTransaction;
  }

  private RepositoryContext bounded(Deadline end) {
    return context.on(executor(new BoundedSource(transactions.outside(), end)));
  }

  private static Deadline end(Duration deadline) {
    TransactionOptions checked = TransactionOptions.defaults().deadline(deadline);
    return Deadline.in(Objects.requireNonNull(checked.deadline()));
  }

  /** Returns repositories with a deadline that starts now. */
  public Repositories within(Duration deadline) {
    return on(bounded(end(deadline)));
  }

  /** Returns repositories whose reads may go to a replica. */
  public Repositories reading(Consistency consistency) {
    return on(context.reading(executor(reads(consistency))));
  }

  /** Returns repositories whose reads may go to a replica, with a deadline that starts now. */
  public Repositories reading(Consistency consistency, Duration deadline) {
    ConnectionSource reads = reads(consistency);
    Deadline end = end(deadline);
    return on(bounded(end).reading(executor(new BoundedSource(reads, end))));
  }

  private ConnectionSource reads(Consistency consistency) {
    return transactions.outside(Required.argument("consistency", consistency));
  }

  /** Returns repositories that serve some reads from a cache. */
  public Repositories cached(ReadCache from) {
    return on(context.caching(from));
  }

  /** Returns repositories that serve some reads from a cache, with a deadline that starts now. */
  public Repositories cached(ReadCache from, Duration deadline) {
    return on(bounded(end(deadline)).caching(from));
  }

  /** Returns repositories on the caller's connection. */
  public Repositories repositoriesOn(Connection connection) {
    base.connections().requireOpen();
    return on(context.on(executor(new BoundConnection(connection))));
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionOptions options, TransactionFunction<T, X> function) throws X {
    requireTransactions();
    return transactions.run(options, function);
  }

  @Override
  public <T extends @Nullable Object> T withConnection(ConnectionFunction<T> function) {
    return context.executor().lend("connection", function::apply);
  }

  /**
   * Refuses a call on a thread that is in a transaction of this library.
   *
   * @param call its name
   * @param expected when to call it instead
   */
  public void requireOutside(String call, String expected) {
    if (transactions.isInTransaction()) {
      throw new TransactionException(
          call + " was called inside a transaction (expected: " + expected + ")");
    }
  }

  /** Returns a token for everything that was committed before this call. */
  public CommitToken commitToken() {
    requireOutside("commitToken", "after its commit, which the token is to cover");
    return context.executor().read("commit_token", PrimaryPosition::token);
  }

  /** Determines the outcome of a write whose answer was lost. */
  public Outcome outcomeOf(OutcomeUnknownException lost) {
    return new OutcomeCheck(executor).of(lost.trace());
  }

  @Override
  public ChangeFeedRunner startDelivery(
      Map<String, TransactionalChangeHandler> handlers, RunnerOptions options) {
    requireTransactions();
    requireOutside("startDelivery", "outside of one, since deliveries outlast it");
    return new PostgresChangeFeed(context.executor(), signals).start(this, handlers, options);
  }

  private void requireTransactions() {
    if (!base.config().transactionsEnabled()) {
      throw new TransactionException(
          "transactions are disabled (expected: DB_ENABLE_TRANSACTIONS=true)");
    }
  }
}
