package io.zkpersona.storage;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.error.ConfigurationException;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.DatabaseUnavailableException;
import io.zkpersona.domain.error.ManagerClosedException;
import io.zkpersona.domain.error.MigrationException;
import io.zkpersona.domain.error.OutcomeUnknownException;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.Secret;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.PoolStats;
import io.zkpersona.storage.health.QueryStats;
import io.zkpersona.storage.health.SchemaCheck;
import io.zkpersona.storage.internal.PostgresRepositories;
import io.zkpersona.storage.internal.execution.BoundConnection;
import io.zkpersona.storage.internal.execution.BoundedSource;
import io.zkpersona.storage.internal.execution.Deadline;
import io.zkpersona.storage.internal.execution.ServerSession;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.execution.WorkSignals;
import io.zkpersona.storage.internal.metrics.QueryMetrics;
import io.zkpersona.storage.internal.migrate.Migrator;
import io.zkpersona.storage.internal.pool.ConnectionTest;
import io.zkpersona.storage.internal.pool.GuardedSource;
import io.zkpersona.storage.internal.pool.PoolFactory;
import io.zkpersona.storage.internal.query.CursorCodec;
import io.zkpersona.storage.internal.query.SqlShapes;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.tables.Zkpersona;
import io.zkpersona.storage.internal.transaction.Host;
import io.zkpersona.storage.internal.transaction.JoinedHost;
import io.zkpersona.storage.internal.transaction.OutcomeCheck;
import io.zkpersona.storage.internal.transaction.SpringHost;
import io.zkpersona.storage.internal.transaction.TransactionRunner;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.transaction.ConnectionFunction;
import io.zkpersona.storage.transaction.HostTransactions;
import io.zkpersona.storage.transaction.Outcome;
import io.zkpersona.storage.transaction.Transaction;
import io.zkpersona.storage.transaction.TransactionAction;
import io.zkpersona.storage.transaction.TransactionFunction;
import io.zkpersona.storage.transaction.TransactionOperations;
import io.zkpersona.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the database: owns or borrows a pool, keeps the schema at this library's version, and
 * gives repositories and transactions.
 *
 * <p>Thread-safe; one for each process and database, shared by all threads, virtual ones included.
 * Whoever opens it closes it.
 */
public final class DatabaseManager implements TransactionOperations, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseManager.class);

  private final DatabaseConfig config;
  private final DataSource dataSource;
  private final @Nullable HikariDataSource ownPool;
  private final GuardedSource connections;
  private final WorkSignals signals;
  private final QueryMetrics metrics = new QueryMetrics();
  private final Migrator migrator;
  private final RepositoryContext context;
  private final TransactionRunner transactions;
  private final Repositories repositories;
  private final Repositories outsideTransaction;
  private final SqlExecutor outsideExecutor;

  private DatabaseManager(
      DatabaseConfig config,
      DataSource dataSource,
      @Nullable HikariDataSource ownPool,
      DataSource forMigrations,
      DataSource single,
      Host host) {
    this.config = config;
    this.dataSource = dataSource;
    this.ownPool = ownPool;
    this.connections = new GuardedSource(dataSource, ownPool != null);
    this.signals = new WorkSignals(single, config.schema());
    SqlShapes shapes = new SqlShapes(Zkpersona.ZKPERSONA.getName(), config.schema());
    CursorCodec cursors =
        new CursorCodec(config.cursorKey().map(Secret::reveal).orElse(config.schema()));
    this.outsideExecutor = new SqlExecutor(connections, metrics);
    RepositoryContext unguarded =
        new RepositoryContext(
            outsideExecutor, shapes, cursors, config.findAllLimit(), signals, longestWait(config));
    this.transactions =
        new TransactionRunner(connections, unguarded, metrics, ownPool != null, host);
    this.context = unguarded.on(new SqlExecutor(transactions.outside(), metrics));
    this.repositories = new PostgresRepositories(context);
    this.outsideTransaction = new PostgresRepositories(unguarded);
    this.migrator = new Migrator(config, single, forMigrations, outsideExecutor, shapes);
  }

  /**
   * Opens a pool of its own: tries to connect, as often as {@code DB_RETRY_ATTEMPTS} says and
   * unless {@code DB_TEST_CONNECTION} says not to, and migrates the schema or checks that it is not
   * behind, as {@code DB_AUTO_MIGRATE} says.
   *
   * @param config what to open
   * @return an open manager
   * @throws DatabaseUnavailableException if the server can't be reached
   * @throws ConfigurationException if the server refuses role, password, database or certificate,
   *     or the configuration holds no URL
   * @throws MigrationException if the schema is behind, too new, or can't be migrated
   */
  public static DatabaseManager open(DatabaseConfig config) {
    DataSource single = PoolFactory.single(config);
    if (config.testConnection()) {
      ConnectionTest.run(single, config.retryAttempts(), config.retryDelay());
    }
    HikariDataSource pool = PoolFactory.pool(config, single);
    try {
      return prepared(
          new DatabaseManager(
              config, pool, pool, PoolFactory.forMigrations(config), single, new SpringHost()));
    } catch (Throwable failure) {
      pool.close();
      throw failure;
    }
  }

  /**
   * Works on a pool of the caller's, which stays open when the manager is closed. Timeouts, SSL and
   * sizes are the pool's own; of the configuration, what concerns connections is not used.
   *
   * <p>Each call is a transaction of its own. Where a transaction of Spring's is open on the
   * calling thread a call is refused with {@link TransactionException}: {@link #using(DataSource,
   * DatabaseConfig, HostTransactions)} makes a manager that joins it.
   *
   * @param dataSource the pool; its connections come in auto-commit, and it must be able to give
   *     two at once, which migrations take here unless {@code DB_MIGRATION_URL} is set
   * @param config schema, migration and the other settings; {@link DatabaseConfig#forDataSource()}
   *     starts one without a URL
   * @return an open manager
   * @throws DatabaseUnavailableException if no connection can be had
   * @throws TransactionException if the connections come in manual commit
   * @throws MigrationException if the schema is behind, too new, or can't be migrated
   */
  public static DatabaseManager using(DataSource dataSource, DatabaseConfig config) {
    return using(dataSource, config, new SpringHost());
  }

  /**
   * Works on a pool of the caller's as {@link #using(DataSource, DatabaseConfig)} does, and in the
   * host's transactions: where the calling thread is in one, {@link #repositories()} and {@link
   * #withConnection} use its connection, a block of {@link #inTransaction} is a savepoint of it,
   * and the host commits. A statement that fails spoils the transaction, as PostgreSQL has it,
   * unless it is in such a block; a stream has to be closed before the transaction ends; gathered
   * saves are refused. {@link #outsideTransaction()} stays outside, on a second connection.
   *
   * @param dataSource the pool, for calls outside of a transaction; its connections come in
   *     auto-commit
   * @param config schema, migration and the other settings
   * @param hostTransactions the host's transactions
   * @return an open manager
   * @throws DatabaseUnavailableException if no connection can be had
   * @throws TransactionException if the connections come in manual commit
   * @throws MigrationException if the schema is behind, too new, or can't be migrated
   */
  public static DatabaseManager using(
      DataSource dataSource, DatabaseConfig config, HostTransactions hostTransactions) {
    return using(dataSource, config, new JoinedHost(hostTransactions));
  }

  private static DatabaseManager using(DataSource dataSource, DatabaseConfig config, Host host) {
    DataSource forMigrations =
        config.migrationUrl().isPresent() ? PoolFactory.forMigrations(config) : dataSource;
    DatabaseManager manager =
        new DatabaseManager(config, dataSource, null, forMigrations, dataSource, host);
    manager.outsideExecutor.read("connection", connection -> true);
    return prepared(manager);
  }

  private static DatabaseManager prepared(DatabaseManager manager) {
    if (manager.config.autoMigrate()) {
      manager.migrator.migrate();
    } else {
      manager.migrator.requireUpToDate();
    }
    return manager;
  }

  /**
   * The repositories; each call is a transaction of its own.
   *
   * @return repositories for use outside {@link #inTransaction}; inside, on the same thread, they
   *     throw {@link TransactionException}
   */
  public Repositories repositories() {
    return repositories;
  }

  /**
   * The repositories for work that is meant to happen outside the transaction that the thread may
   * be in. Each call takes a second connection of the pool then, which a full pool may not have.
   *
   * @return repositories that work inside {@link #inTransaction} too, though not in its transaction
   */
  public Repositories outsideTransaction() {
    return outsideTransaction;
  }

  /**
   * The repositories under a deadline that begins to run now: for one call, or for all calls of one
   * request. It bounds the wait for a connection, every statement, and the reading of streams. Past
   * the deadline a running statement is cancelled and nothing more is sent; where the server does
   * not answer within a second after that, the connection is given up. A call that fails so keeps
   * nothing; of one that commits in chunks, the earlier chunks stay.
   *
   * <pre>{@code
   * database.within(Duration.ofSeconds(2)).users().findById(id);
   * }</pre>
   *
   * <p>A wait for a connection is broken off by interrupting the thread for a moment, as far as the
   * pool heeds that; the thread is not interrupted afterwards. {@code awaitWork} waits as long as
   * it is told.
   *
   * @param deadline how long from now, a millisecond to a day
   * @return repositories whose calls throw {@link
   *     io.zkpersona.domain.error.DeadlineExceededException} once it has passed; inside {@link
   *     #inTransaction}, on the same thread, they throw {@link TransactionException}
   * @throws ValidationException if {@code deadline} is null or out of its range
   */
  public Repositories within(Duration deadline) {
    TransactionOptions checked = TransactionOptions.defaults().deadline(deadline);
    Deadline end = Deadline.in(Objects.requireNonNull(checked.deadline()));
    return new PostgresRepositories(
        context.on(new SqlExecutor(new BoundedSource(transactions.outside(), end), metrics)));
  }

  /** The limit that ends a wait for a lock first; zero if none does. */
  private static Duration longestWait(DatabaseConfig config) {
    return Stream.of(config.lockTimeout(), config.statementTimeout())
        .filter(limit -> !limit.isZero())
        .min(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * Repositories over a connection of the caller's, in whatever transaction it is. The caller
   * commits and closes it. On a connection in auto-commit each call is a transaction of its own,
   * and an open stream is a read-only one until it is closed.
   *
   * @param connection an open connection to a database whose schema is up to date
   * @return repositories that use that connection only, as thread-safe as it is
   * @throws ManagerClosedException if the manager is closed
   */
  public Repositories repositoriesOn(Connection connection) {
    requireOpen();
    return new PostgresRepositories(
        context.on(new SqlExecutor(new BoundConnection(connection), metrics)));
  }

  /**
   * Runs a block in a transaction, or, where the thread is in one already, up to a savepoint of it.
   * It is rolled back on every Throwable; should that fail too, the failure is added as suppressed.
   *
   * @param options how it runs
   * @param action the block; the transaction that it is given is valid until it returns
   * @throws TransactionException if transactions are switched off, the commit failed, or a nested
   *     one asks for other options than the outer one
   */
  public void inTransaction(TransactionOptions options, Consumer<? super Transaction> action) {
    this.<RuntimeException>inTransactionThrowing(options, action::accept);
  }

  /**
   * Runs a block in a transaction and returns its value, as {@link
   * #inTransaction(TransactionOptions, Consumer)} does.
   *
   * @param options how it runs
   * @param function the block; the transaction that it is given is valid until it returns
   * @param <T> the value's type
   * @return the block's value
   * @throws TransactionException if transactions are switched off, the commit failed, or a nested
   *     one asks for other options than the outer one
   */
  public <T extends @Nullable Object> T callInTransaction(
      TransactionOptions options, Function<? super Transaction, ? extends T> function) {
    return this.<T, RuntimeException>callInTransactionThrowing(options, function::apply);
  }

  /**
   * Runs a block in a transaction, as {@link #inTransaction(TransactionOptions, Consumer)} does;
   * the block may throw a checked exception.
   *
   * @param options how it runs
   * @param action the block
   * @param <X> what the block may throw
   * @throws X what the block threw; everything it did is undone then
   * @throws TransactionException if transactions are switched off, the commit failed, or a nested
   *     one asks for other options than the outer one
   */
  public <X extends Exception> void inTransactionThrowing(
      TransactionOptions options, TransactionAction<X> action) throws X {
    this.<Boolean, X>callInTransactionThrowing(
        options,
        tx -> {
          action.run(tx);
          return true;
        });
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionFunction<T, X> function) throws X {
    return callInTransactionThrowing(TransactionOptions.defaults(), function);
  }

  /**
   * Runs a block in a transaction and returns its value, as {@link
   * #inTransaction(TransactionOptions, Consumer)} does; the block may throw a checked exception.
   *
   * @param options how it runs
   * @param function the block
   * @param <T> the value's type
   * @param <X> what the block may throw
   * @return the block's value
   * @throws X what the block threw; everything it did is undone then
   * @throws TransactionException if transactions are switched off, the commit failed, or a nested
   *     one asks for other options than the outer one
   */
  public <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionOptions options, TransactionFunction<T, X> function) throws X {
    if (!config.transactionsEnabled()) {
      throw new TransactionException(
          "transactions are switched off (expected: DB_ENABLE_TRANSACTIONS true)");
    }
    return transactions.run(options, function);
  }

  @Override
  public <T extends @Nullable Object> T withConnection(ConnectionFunction<T> function) {
    return context.executor().lend("connection", function::apply);
  }

  /**
   * Asks the database what became of a write whose answer was lost. It looks for the rows that were
   * inserted, or asks the server for the transaction's end. Rows that somebody deleted since count
   * as not committed.
   *
   * @param lost the error that said so
   * @return what the database knows now
   * @throws DatabaseUnavailableException if the database can't be asked
   * @throws ManagerClosedException if the manager is closed
   */
  public Outcome outcomeOf(OutcomeUnknownException lost) {
    return new OutcomeCheck(outsideExecutor, context.shapes()).of(lost.trace());
  }

  /**
   * Asks the server for a sign of life, and whether it takes writes.
   *
   * @return healthy with the time it took, read-only on a standby, unhealthy with a reason, or
   *     uninitialized once closed
   */
  public HealthStatus health() {
    if (connections.isClosed()) {
      return new HealthStatus.Uninitialized();
    }
    long start = System.nanoTime();
    try {
      return outsideExecutor.read("health", connection -> health(connection, start));
    } catch (ManagerClosedException e) {
      return new HealthStatus.Uninitialized();
    } catch (ZkPersonaException e) {
      return new HealthStatus.Unhealthy(e.getMessage());
    }
  }

  private HealthStatus health(Connection connection, long start) throws SQLException {
    if (!connection.isValid(Math.toIntExact(config.connectTimeout().toSeconds()))) {
      return new HealthStatus.Unhealthy("the server does not answer");
    }
    Duration roundTrip = Duration.ofNanos(System.nanoTime() - start);
    return ServerSession.of(connection).takesNoWrites(connection)
        ? new HealthStatus.ReadOnly(roundTrip)
        : new HealthStatus.Healthy(roundTrip);
  }

  /**
   * The pool at this moment.
   *
   * @return its figures, empty for a pool of the caller's that is not HikariCP's, or before its
   *     first use
   */
  public Optional<PoolStats> poolStats() {
    if (!(dataSource instanceof HikariDataSource hikari)) {
      return Optional.empty();
    }
    return Optional.ofNullable(hikari.getHikariPoolMXBean())
        .map(
            pool ->
                new PoolStats(
                    pool.getActiveConnections(),
                    pool.getIdleConnections(),
                    pool.getThreadsAwaitingConnection(),
                    pool.getTotalConnections(),
                    hikari.getMaximumPoolSize()));
  }

  /**
   * Where the schema stands.
   *
   * @return the migrations that were applied and those that are pending
   * @throws DatabaseException if the history can't be read
   * @throws ManagerClosedException if the manager is closed
   */
  public MigrationStatus migrationStatus() {
    requireOpen();
    return migrator.status();
  }

  /**
   * Looks for what is wrong with the schema: a migration that failed, was edited or is pending; a
   * table, column, constraint, index, trigger or function of the migrations that is missing; an
   * index that is not valid, a constraint that was not validated, a trigger that is switched off.
   * It reads the catalogue, in some six queries, and no row of a table.
   *
   * @return what was found, with what to do about it
   * @throws ManagerClosedException if the manager is closed
   */
  public SchemaCheck check() {
    requireOpen();
    return migrator.check();
  }

  private void requireOpen() {
    if (connections.isClosed()) {
      throw new ManagerClosedException();
    }
  }

  /**
   * What was called how often, and how long it took.
   *
   * @return the figures since the manager was opened
   */
  public QueryStats queryStats() {
    return metrics.snapshot(context.shapes().renderings());
  }

  /**
   * Refuses new work, waits for running work up to {@code DB_CLOSE_TIMEOUT_SECS}, then closes the
   * pool if it is the manager's own, which breaks off what still runs; the server may yet finish
   * the statement it is at. A second call does nothing more.
   */
  @Override
  public void close() {
    signals.close();
    int running = connections.close(config.closeTimeout());
    if (running > 0) {
      LOG.warn("closed while {} connections were still in use", running);
    }
    if (ownPool != null) {
      closeUninterrupted(ownPool);
    }
  }

  /** Interrupted, the pool would stop half way and leave its connections open. */
  private static void closeUninterrupted(HikariDataSource pool) {
    boolean interrupted = Thread.interrupted();
    try {
      pool.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
