package io.zkpersona.storage;

import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.Secret;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.ManagerClosedException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.health.CacheStats;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.PoolStats;
import io.zkpersona.storage.health.QueryStats;
import io.zkpersona.storage.health.RoutingStats;
import io.zkpersona.storage.health.SchemaCheck;
import io.zkpersona.storage.internal.cache.ReadCache;
import io.zkpersona.storage.internal.execution.ServerSession;
import io.zkpersona.storage.internal.metrics.OperationRecorder;
import io.zkpersona.storage.internal.migrate.Migrator;
import io.zkpersona.storage.internal.pool.AutoCommitSource;
import io.zkpersona.storage.internal.pool.ConnectionTest;
import io.zkpersona.storage.internal.pool.GuardedSource;
import io.zkpersona.storage.internal.pool.PoolFactory;
import io.zkpersona.storage.internal.pool.PoolFigures;
import io.zkpersona.storage.internal.query.CursorCodec;
import io.zkpersona.storage.internal.query.StatementCache;
import io.zkpersona.storage.internal.replica.Replicas;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.internal.tables.Zkpersona;
import io.zkpersona.storage.internal.tenant.PostgresTenants;
import io.zkpersona.storage.internal.transaction.Host;
import io.zkpersona.storage.internal.transaction.JoinedHost;
import io.zkpersona.storage.internal.transaction.SchemaAccess;
import io.zkpersona.storage.internal.transaction.SpringHost;
import io.zkpersona.storage.internal.transaction.TransactionRunner;
import io.zkpersona.storage.listener.StorageListener;
import io.zkpersona.storage.replica.CommitToken;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.RunnerOptions;
import io.zkpersona.storage.tenant.Tenant;
import io.zkpersona.storage.tenant.Tenants;
import io.zkpersona.storage.transaction.ConnectionFunction;
import io.zkpersona.storage.transaction.HostTransactions;
import io.zkpersona.storage.transaction.OptionedTransactions;
import io.zkpersona.storage.transaction.Outcome;
import io.zkpersona.storage.transaction.TransactionFunction;
import io.zkpersona.storage.transaction.TransactionOptions;
import io.zkpersona.storage.transaction.TransactionalChangeHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry point of the library: owns or borrows a connection pool, keeps the schema at the
 * library's version, and provides repositories and transactions.
 *
 * <p>Thread-safe. Open one manager per process and database and share it among all threads,
 * including virtual ones. The code that opens a manager closes it.
 */
public final class DatabaseManager implements OptionedTransactions, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseManager.class);

  private final DatabaseConfig config;
  private final DataSource dataSource;
  private final @Nullable HikariDataSource ownPool;
  private final GuardedSource connections;
  private final Replicas replicas;
  private final Signals signals;
  private final OperationRecorder recorder;
  private final Migrator migrator;
  private final SchemaAccess access;
  private final PostgresTenants tenants;
  private final @Nullable ReadCache cache;

  private DatabaseManager(
      DatabaseConfig config,
      DataSource dataSource,
      @Nullable HikariDataSource ownPool,
      DataSource forMigrations,
      DataSource single,
      Replicas replicas,
      Host host,
      Extras extras) {
    this.config = config;
    this.recorder = new OperationRecorder(extras.listeners(), config.slowStatement());
    this.dataSource = dataSource;
    this.ownPool = ownPool;
    this.connections =
        ownPool == null ? GuardedSource.of(single, dataSource) : GuardedSource.ofOwn(ownPool);
    this.replicas = replicas;
    this.signals = new Signals(single, config.schema());
    StatementCache statements = new StatementCache(Zkpersona.ZKPERSONA.getName(), config.schema());
    CursorCodec cursors =
        new CursorCodec(config.cursorKey().map(Secret::reveal).orElse(config.schema()));
    CacheOptions cached = extras.cache();
    this.cache = cached == null ? null : ReadCache.open(cached, config.schema());
    this.access =
        new SchemaAccess(
            new SchemaAccess.Base(config, connections, recorder),
            cache,
            statements,
            cursors,
            signals,
            unguarded ->
                new TransactionRunner(
                    connections, replicas, unguarded, signals, recorder, ownPool != null, host));
    this.migrator =
        new Migrator(config, single, forMigrations, access.executor(), statements, recorder);
    this.tenants = new PostgresTenants(access, forMigrations);
  }

  /**
   * Opens a manager with its own connection pool. Tests a connection, up to {@code
   * DB_RETRY_ATTEMPTS} times, unless {@code DB_TEST_CONNECTION} is false. Then migrates the schema
   * if {@code DB_AUTO_MIGRATE} is true, or checks that it is up to date.
   *
   * @param config the configuration, with a URL
   * @return an open manager
   * @throws DatabaseUnavailableException if the server can't be reached
   * @throws ConfigurationException if the server rejects the role, password, database or
   *     certificate, or if the configuration has no URL
   * @throws MigrationException if the schema is outdated, too new, or can't be migrated
   */
  public static DatabaseManager open(DatabaseConfig config) {
    return builder(config).open();
  }

  /**
   * Prepares the opening of a manager that has listeners, or whose pool or host transactions depend
   * on conditions. {@link #open} and {@link #using(DataSource, DatabaseConfig)} are the short forms
   * without listeners.
   *
   * <pre>{@code
   * DatabaseManager database = DatabaseManager.builder(config).listener(listener).open();
   * }</pre>
   *
   * @param config the configuration; with a URL, unless a data source is set
   * @return a new builder
   */
  public static DatabaseManagerBuilder builder(DatabaseConfig config) {
    return new DatabaseManagerBuilder(config);
  }

  static DatabaseManager open(DatabaseConfig config, Extras extras, Preparation preparation) {
    DataSource single = PoolFactory.single(config);
    if (config.testConnection()) {
      ConnectionTest.run(single, config.retryAttempts(), config.retryDelay());
    }
    HikariDataSource pool = PoolFactory.pool(config, single);
    try {
      return prepared(
          new DatabaseManager(
              config,
              pool,
              pool,
              PoolFactory.forMigrations(config),
              single,
              Replicas.of(config, single, false, List.of(), UnaryOperator.identity()),
              new SpringHost(),
              extras),
          preparation);
    } catch (Throwable failure) {
      pool.close();
      throw failure;
    }
  }

  /**
   * Opens a manager on the caller's pool, which stays open when the manager is closed. Timeouts,
   * TLS and pool sizes are those of the pool; the connection settings of the configuration are
   * ignored.
   *
   * <p>Each call is a separate transaction. If a Spring transaction is open on the calling thread,
   * a call throws {@link TransactionException}; {@link #using(DataSource, DatabaseConfig,
   * HostTransactions)} opens a manager that joins such transactions.
   *
   * @param dataSource the pool; its connections must be in auto-commit mode, and it must be able to
   *     lend two at once, which migrations use unless {@code DB_MIGRATION_URL} is set
   * @param config the schema, migration and other settings; {@link DatabaseConfig#forDataSource()}
   *     starts a configuration without a URL
   * @return an open manager
   * @throws DatabaseUnavailableException if no connection can be obtained
   * @throws TransactionException if the connections are in manual-commit mode
   * @throws MigrationException if the schema is outdated, too new, or can't be migrated
   */
  public static DatabaseManager using(DataSource dataSource, DatabaseConfig config) {
    return builder(config).dataSource(dataSource).open();
  }

  /**
   * Opens a manager on the caller's pool, as {@link #using(DataSource, DatabaseConfig)} does, that
   * joins the host's transactions. If the calling thread is in one, {@link #repositories()} and
   * {@link #withConnection} use its connection, a block of {@link #inTransaction} is a savepoint in
   * it, and the host commits. As always in PostgreSQL, a failed statement aborts the transaction,
   * unless it is inside such a block. Streams must be closed before the transaction ends, and group
   * commit is not allowed. {@link #outsideTransaction()} works outside the transaction, on a second
   * connection.
   *
   * @param dataSource the pool, for calls outside a transaction. A pool in manual-commit mode works
   *     too: its connections are switched to auto-commit mode while the library uses them, and the
   *     pool resets them, as pools do
   * @param config the schema, migration and other settings
   * @param hostTransactions the host's transactions
   * @return an open manager
   * @throws DatabaseUnavailableException if no connection can be obtained
   * @throws TransactionException if the data source returns a connection inside a transaction that
   *     {@code hostTransactions} does not declare
   * @throws MigrationException if the schema is outdated, too new, or can't be migrated
   */
  public static DatabaseManager using(
      DataSource dataSource, DatabaseConfig config, HostTransactions hostTransactions) {
    return builder(config).dataSource(dataSource).hostTransactions(hostTransactions).open();
  }

  static DatabaseManager using(
      DataSource dataSource,
      DatabaseConfig config,
      List<DataSource> replicas,
      @Nullable HostTransactions hostTransactions,
      Extras extras,
      Preparation preparation) {
    // A pool in manual commit is the business of a host that has told how to join its transactions.
    UnaryOperator<DataSource> lending =
        hostTransactions == null ? UnaryOperator.identity() : AutoCommitSource::new;
    DataSource single = lending.apply(dataSource);
    Host host = hostTransactions == null ? new SpringHost() : new JoinedHost(hostTransactions);
    DataSource forMigrations =
        config.migrationUrl().isPresent() ? PoolFactory.forMigrations(config) : single;
    DatabaseManager manager =
        new DatabaseManager(
            config,
            dataSource,
            null,
            forMigrations,
            single,
            Replicas.of(config, single, true, replicas, lending),
            host,
            extras);
    return prepared(manager, preparation);
  }

  /**
   * The parts of a manager that not every one has.
   *
   * @param cache the options of the cache; null for none
   */
  record Extras(List<StorageListener> listeners, @Nullable CacheOptions cache) {}

  /** What opening does with the schema. */
  enum Preparation {
    /** Migrates it, or requires it to be up to date. */
    FOR_USE,
    /** Leaves it as it is, and reads nothing of it. */
    NONE
  }

  private static DatabaseManager prepared(DatabaseManager manager, Preparation preparation) {
    try {
      manager.prepare(preparation);
      manager.replicas.start();
      return manager;
    } catch (Throwable failure) {
      manager.replicas.close(Duration.ZERO);
      manager.closeCache();
      throw failure;
    }
  }

  private void prepare(Preparation preparation) {
    if (ownPool == null) {
      access.executor().read("connection", connection -> true);
    }
    if (preparation == Preparation.FOR_USE) {
      if (config.autoMigrate()) {
        migrator.migrate();
      } else {
        migrator.requireUpToDate();
      }
    }
  }

  /**
   * Returns the repositories. Each call is a separate transaction.
   *
   * @return repositories for use outside {@link #inTransaction}; inside, on the same thread, they
   *     throw {@link TransactionException}
   */
  public Repositories repositories() {
    return access.repositories();
  }

  /**
   * Returns repositories for work outside the transaction that the thread may be in. Inside a
   * transaction, each call takes a second connection from the pool, which an exhausted pool can't
   * provide.
   *
   * @return repositories that can be used inside {@link #inTransaction} without taking part in its
   *     transaction
   */
  public Repositories outsideTransaction() {
    return access.outsideTransaction();
  }

  /**
   * Returns repositories with a deadline that starts now, for one call or for all calls of one
   * request. The deadline bounds the wait for a connection, every statement, and the reading of
   * streams. When it passes, a running statement is canceled and nothing more is sent; if the
   * server does not answer within one second, the connection is closed. A call that fails this way
   * stores nothing; a call that commits in chunks keeps its earlier chunks.
   *
   * <pre>{@code
   * database.within(Duration.ofSeconds(2)).users().findById(id);
   * }</pre>
   *
   * <p>A wait for a connection is ended by interrupting the thread briefly, provided that the pool
   * responds to interrupts; the thread's interrupt status is clear afterwards. {@code awaitWork}
   * uses its own timeout only.
   *
   * @param deadline the time from now, one millisecond to one day
   * @return repositories whose calls throw {@link
   *     io.zkpersona.storage.error.DeadlineExceededException} once it has passed; inside {@link
   *     #inTransaction}, on the same thread, they throw {@link TransactionException}
   * @throws ValidationException if {@code deadline} is null or out of range
   */
  public Repositories within(Duration deadline) {
    return access.within(deadline);
  }

  /**
   * Returns repositories whose reads may go to a replica, for one request or for longer. Calls that
   * write go to the primary with all that they read, and so do sign-in, access control, histories
   * and changes, the work queue, circuits, and the management of rollup and partitions. If no
   * replica fulfills the consistency, or a replica fails a read, the primary serves it. Two reads
   * may go to different replicas, so that the second one may see an older state; a transaction with
   * {@link TransactionOptions#reading} reads from one server.
   *
   * <pre>{@code
   * database.reading(Consistency.bounded(Duration.ofSeconds(5))).users().findById(id);
   * }</pre>
   *
   * @param consistency how old the reads may be
   * @return repositories; inside {@link #inTransaction}, on the same thread, they throw {@link
   *     TransactionException}; in a transaction of the host they use its connection
   * @throws ValidationException if {@code consistency} is null; a read throws it if the token is of
   *     another database cluster
   */
  public Repositories reading(Consistency consistency) {
    return access.reading(consistency);
  }

  /**
   * Returns repositories whose reads may go to a replica, as {@link #reading(Consistency)} does,
   * with a deadline that starts now, as {@link #within} has.
   *
   * @param consistency how old the reads may be
   * @param deadline the time from now, one millisecond to one day
   * @return repositories
   * @throws ValidationException if an argument is null, or {@code deadline} is out of range
   */
  public Repositories reading(Consistency consistency, Duration deadline) {
    return access.reading(consistency, deadline);
  }

  /**
   * Returns a token for {@link Consistency#readYourWrites}, which stands for everything that was
   * committed before this call. Takes one round trip to the primary; no replica is needed.
   *
   * @return the token
   * @throws TransactionException inside a transaction, whose commit the token would not cover
   * @throws DatabaseUnavailableException if the server is a standby or can't be reached
   */
  public CommitToken commitToken() {
    return access.commitToken();
  }

  /**
   * Returns repositories that serve some reads from the manager's cache, for one request or for
   * longer: users by id and by wallet, the permissions of a user, {@code has} and {@code require},
   * the authentication of access tokens, and reputation in force. All other calls, and all calls in
   * a transaction of the host, are those of {@link #repositories}.
   *
   * <p>These reads see all writes of this manager that have ended. How old they may be with respect
   * to other writers is bounded; {@link CacheOptions} and the guide say how. For one thread they
   * never go back in time.
   *
   * <pre>{@code
   * database.cached().users().findById(id);
   * }</pre>
   *
   * @return repositories; inside {@link #inTransaction}, on the same thread, they throw {@link
   *     TransactionException}
   * @throws ConfigurationException if the manager was opened without a cache
   */
  public Repositories cached() {
    return access.cached(requireCache());
  }

  /**
   * Returns repositories that serve some reads from the manager's cache, as {@link #cached()} does,
   * with a deadline that starts now, as {@link #within} has.
   *
   * @param deadline the time from now, one millisecond to one day
   * @return repositories
   * @throws ConfigurationException if the manager was opened without a cache
   * @throws ValidationException if {@code deadline} is null or out of range
   */
  public Repositories cached(Duration deadline) {
    return access.cached(requireCache(), deadline);
  }

  private ReadCache requireCache() {
    if (cache == null) {
      throw new ConfigurationException(
          "cache",
          "none (expected: a manager that is opened with one: DatabaseManager.builder(config)"
              + ".cache(CacheOptions.defaults()).open())");
    }
    return cache;
  }

  /**
   * Drops everything that is cached, also by other processes that share the cache, after rows were
   * written past the library.
   *
   * @throws ConfigurationException if the manager was opened without a cache
   */
  public void dropCached() {
    requireCache().empty();
  }

  /**
   * Returns where reads went whose callers allowed a replica, and the state of each replica.
   *
   * @return the figures since the manager was opened
   */
  public RoutingStats routingStats() {
    return replicas.stats();
  }

  /**
   * Returns a tenant: repositories and transactions in a schema of its own, over this manager's
   * pool. The first call for a tenant checks that its schema is at this library's version, in about
   * four round trips; later calls send nothing. It never migrates: see {@link Tenants#migrateAll}.
   *
   * @param name the tenant's name; see {@link Tenants}
   * @return the tenant
   * @throws ValidationException if {@code name} is null or not a tenant's name
   * @throws MigrationException if there is no such tenant, or its schema is outdated or too new
   * @throws ManagerClosedException if the manager is closed
   */
  public Tenant tenant(String name) {
    return tenants.tenant(name);
  }

  /**
   * Returns what creates, lists, migrates and drops tenants. The manager's own schema is none of
   * them.
   *
   * @return the tenants of this manager
   */
  public Tenants tenants() {
    return tenants;
  }

  /**
   * Returns repositories on the caller's connection, in the transaction that is open on it. The
   * caller commits and closes it. On a connection in auto-commit mode each call is a separate
   * transaction, and an open stream is a read-only transaction until it is closed.
   *
   * @param connection an open connection to a database whose schema is up to date
   * @return repositories that use only that connection and are as thread-safe as it is
   * @throws ManagerClosedException if the manager is closed
   */
  public Repositories repositoriesOn(Connection connection) {
    return access.repositoriesOn(connection);
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionOptions options, TransactionFunction<T, X> function) throws X {
    return access.callInTransactionThrowing(options, function);
  }

  @Override
  public ChangeFeedRunner startDelivery(
      Map<String, TransactionalChangeHandler> handlers, RunnerOptions options) {
    return access.startDelivery(handlers, options);
  }

  @Override
  public <T extends @Nullable Object> T withConnection(ConnectionFunction<T> function) {
    return access.withConnection(function);
  }

  /**
   * Determines the outcome of a write whose answer was lost. Looks for the inserted rows, or asks
   * the server for the status of the transaction. Inserted rows that were deleted since count as
   * not committed.
   *
   * @param lost the exception that the write threw
   * @return the outcome, as the database knows it now
   * @throws DatabaseUnavailableException if the database can't be reached
   * @throws ManagerClosedException if the manager is closed
   */
  public Outcome outcomeOf(OutcomeUnknownException lost) {
    return access.outcomeOf(lost);
  }

  /**
   * Checks whether the server answers and accepts writes.
   *
   * @return healthy with the round-trip time, read-only on a standby, unhealthy with a reason, or
   *     uninitialized after the manager was closed
   */
  public HealthStatus health() {
    if (connections.isClosed()) {
      return new HealthStatus.Uninitialized();
    }
    long start = System.nanoTime();
    try {
      return access.executor().read("health", connection -> health(connection, start));
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
        ? new HealthStatus.ReadOnly(roundTrip, replicas.stats().replicas(), cacheStats())
        : new HealthStatus.Healthy(roundTrip, replicas.stats().replicas(), cacheStats());
  }

  /**
   * Returns the current figures of the pool.
   *
   * @return the figures; empty for a caller's pool that is not HikariCP, or before the pool's first
   *     use
   */
  public Optional<PoolStats> poolStats() {
    return PoolFigures.of(dataSource, replicas.pools());
  }

  /**
   * Returns the status of the schema's migrations.
   *
   * @return the applied and pending migrations
   * @throws DatabaseException if the history can't be read
   * @throws ManagerClosedException if the manager is closed
   */
  public MigrationStatus migrationStatus() {
    connections.requireOpen();
    return migrator.status();
  }

  /**
   * Checks the schema for defects: failed, edited or pending migrations; missing tables, columns,
   * constraints, indexes, triggers or functions; invalid indexes, unvalidated constraints and
   * disabled triggers. Reads only the system catalog and the migration history, with about six
   * queries.
   *
   * @return the findings, each with its remedy
   * @throws ManagerClosedException if the manager is closed
   */
  public SchemaCheck check() {
    connections.requireOpen();
    return migrator.check();
  }

  /**
   * Returns call counts and durations by operation, and the figures of the cache.
   *
   * @return the statistics since the manager was opened
   */
  public QueryStats queryStats() {
    return recorder.snapshot(access.statements().renderings() + tenants.renderings(), cacheStats());
  }

  private @Nullable CacheStats cacheStats() {
    return cache == null ? null : cache.stats();
  }

  /**
   * Rejects new work, waits up to {@code DB_CLOSE_TIMEOUT_SECS} for running work, then closes the
   * pool if the manager owns it. Closing the pool aborts calls that still run, although the server
   * may finish their current statement. A second call has no further effect.
   */
  @Override
  public void close() {
    signals.close();
    long start = System.nanoTime();
    int running = connections.close(config.closeTimeout());
    Duration left = config.closeTimeout().minusNanos(System.nanoTime() - start);
    running += replicas.close(left.isNegative() ? Duration.ZERO : left);
    if (running > 0) {
      LOG.warn("closed while {} connections were still in use", running);
    }
    closeCache();
    if (ownPool != null) {
      PoolFactory.close(ownPool);
    }
  }

  private void closeCache() {
    if (cache != null) {
      cache.close();
    }
  }
}
