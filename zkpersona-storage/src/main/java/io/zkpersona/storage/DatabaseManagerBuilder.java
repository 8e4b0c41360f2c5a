package io.zkpersona.storage;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.DatabaseManager.Extras;
import io.zkpersona.storage.DatabaseManager.Preparation;
import io.zkpersona.storage.cache.CacheOptions;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.MigrationException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.listener.StorageListener;
import io.zkpersona.storage.transaction.HostTransactions;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens a {@link DatabaseManager} with listeners, on its own pool or the caller's. */
public final class DatabaseManagerBuilder {

  private final DatabaseConfig config;
  private final List<StorageListener> listeners = new ArrayList<>();
  private @Nullable DataSource dataSource;
  private List<DataSource> replicas = List.of();
  private @Nullable HostTransactions hostTransactions;
  private @Nullable CacheOptions cache;

  DatabaseManagerBuilder(DatabaseConfig config) {
    this.config = Required.argument("config", config);
  }

  /**
   * Uses the caller's pool, as {@link DatabaseManager#using(DataSource, DatabaseConfig)} does.
   *
   * @param pool the pool
   * @return this builder
   * @throws ValidationException if {@code pool} is null
   */
  public DatabaseManagerBuilder dataSource(DataSource pool) {
    this.dataSource = Required.argument("pool", pool);
    return this;
  }

  /**
   * Reads from the caller's pools of read replicas where callers ask for it with {@link
   * DatabaseManager#reading}, together with {@link #dataSource}. They stay open when the manager is
   * closed. Each leads to one server, not to several through a load balancer, and its connections
   * unwrap to the driver's. A pool with a connection timeout of about a second is best: a read that
   * gets none goes to the primary. Alternatively {@code DATABASE_REPLICA_URLS} makes the library
   * open pools.
   *
   * @param pools the pools, in the order in which they are reported as {@code replica-1} and so on
   * @return this builder
   * @throws ValidationException if {@code pools} or one of them is null
   */
  public DatabaseManagerBuilder replicas(List<? extends DataSource> pools) {
    this.replicas = List.copyOf(Required.elements("pools", pools));
    return this;
  }

  /**
   * Joins the host's transactions, as {@link DatabaseManager#using(DataSource, DatabaseConfig,
   * HostTransactions)} does. Needs the data source that the host's transactions use.
   *
   * @param transactions the host's transactions
   * @return this builder
   * @throws ValidationException if {@code transactions} is null
   */
  public DatabaseManagerBuilder hostTransactions(HostTransactions transactions) {
    this.hostTransactions = Required.argument("transactions", transactions);
    return this;
  }

  /**
   * Adds a listener. Listeners are called in the order in which they were added, and in the reverse
   * order at the end of an operation.
   *
   * @param listener the listener
   * @return this builder
   * @throws ValidationException if {@code listener} is null
   */
  public DatabaseManagerBuilder listener(StorageListener listener) {
    listeners.add(Required.argument("listener", listener));
    return this;
  }

  /**
   * Caches reads, where callers ask for it with {@link DatabaseManager#cached}. All writes of the
   * manager keep the cache up to date, whoever makes them. Needs Caffeine on the class path.
   *
   * @param options the options
   * @return this builder
   * @throws ValidationException if {@code options} is null
   */
  public DatabaseManagerBuilder cache(CacheOptions options) {
    this.cache = Required.argument("options", options);
    return this;
  }

  /**
   * Opens the manager, as {@link DatabaseManager#open(DatabaseConfig)} and {@link
   * DatabaseManager#using(DataSource, DatabaseConfig)} do. The builder remains usable.
   *
   * @return an open manager
   * @throws DatabaseUnavailableException if the server can't be reached, or no connection obtained
   * @throws ConfigurationException if the server rejects the role, password, database or
   *     certificate, if the configuration has no URL and there is no data source, or if a cache is
   *     set and Caffeine is missing
   * @throws TransactionException if the connections of the data source are in manual-commit mode
   * @throws MigrationException if the schema is outdated, too new, or can't be migrated
   * @throws ValidationException if host transactions or replicas are set and no data source is
   */
  public DatabaseManager open() {
    return open(Preparation.FOR_USE);
  }

  /**
   * Opens the manager without migrating or checking the schema, to look at a schema that {@link
   * #open} would refuse: {@link DatabaseManager#migrationStatus}, {@link DatabaseManager#check} and
   * {@link DatabaseManager#health} work on any schema, on none, and on one of a newer library.
   * Calls of the repositories may fail there.
   *
   * @return an open manager
   * @throws DatabaseUnavailableException if the server can't be reached, or no connection obtained
   * @throws ConfigurationException if the server rejects the role, password, database or
   *     certificate, if the configuration has no URL and there is no data source, or if a cache is
   *     set and Caffeine is missing
   * @throws TransactionException if the connections of the data source are in manual-commit mode
   * @throws ValidationException if host transactions or replicas are set and no data source is
   */
  public DatabaseManager openForInspection() {
    return open(Preparation.NONE);
  }

  private DatabaseManager open(Preparation preparation) {
    Extras all = new Extras(List.copyOf(listeners), cache);
    if (dataSource != null) {
      return DatabaseManager.using(
          dataSource, config, replicas, hostTransactions, all, preparation);
    }
    if (!replicas.isEmpty()) {
      throw new ValidationException(
          "dataSource",
          "null together with pools of replicas (expected: the primary's pool; or"
              + " DATABASE_REPLICA_URLS, whose pools the library opens)");
    }
    if (hostTransactions != null) {
      throw new ValidationException(
          "dataSource", "null (expected: the pool that the host's transactions use)");
    }
    return DatabaseManager.open(config, all, preparation);
  }
}
