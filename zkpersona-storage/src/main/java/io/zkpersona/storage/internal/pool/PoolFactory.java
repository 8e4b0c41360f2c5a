package io.zkpersona.storage.internal.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.Secret;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.internal.error.SanitizedSqlException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Creates a pool, or sources of single connections, from a validated configuration. */
public final class PoolFactory {

  /** The interval of keepalive tests of idle connections, so that a firewall does not drop them. */
  private static final Duration KEEPALIVE = Duration.ofMinutes(2);

  private static final Duration LONGEST_WAIT_FOR_REPLICA = Duration.ofSeconds(1);
  private static final String LOGIN_TIMEOUT = "loginTimeout";
  private static final Duration SHORTEST_KEEPALIVE = Duration.ofSeconds(30);
  private static final Duration DEFAULT_IDLE = Duration.ofMinutes(10);
  private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(30);

  private PoolFactory() {}

  /**
   * Creates a pool that opens its first connection on first use.
   *
   * @param single the source of its connections, from {@link #single}
   */
  public static HikariDataSource pool(DatabaseConfig config, DataSource single) {
    return new HikariDataSource(poolConfig(config, single));
  }

  /**
   * Creates the pool of a replica, as the primary's, except that a read does not wait for a
   * connection for long: another replica or the primary serves it.
   *
   * @param config the configuration with the replica's URL
   * @param single the source of its connections, from {@link #singleOfReplica}
   * @param name the replica's name
   */
  public static HikariDataSource poolOfReplica(
      DatabaseConfig config, DataSource single, String name) {
    HikariConfig hikari = poolConfig(config, single);
    hikari.setPoolName(hikari.getPoolName() + "-" + name);
    hikari.setConnectionTimeout(
        Math.min(hikari.getConnectionTimeout(), LONGEST_WAIT_FOR_REPLICA.toMillis()));
    hikari.setValidationTimeout(LONGEST_WAIT_FOR_REPLICA.toMillis());
    return new HikariDataSource(hikari);
  }

  /** Closes a pool completely: on an interrupted thread, it would stop halfway. */
  public static void close(HikariDataSource pool) {
    boolean interrupted = Thread.interrupted();
    try {
      pool.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static HikariConfig poolConfig(DatabaseConfig config) {
    return poolConfig(config, single(config));
  }

  private static HikariConfig poolConfig(DatabaseConfig config, DataSource single) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("zkpersona-" + config.schema());
    hikari.setDataSource(single);
    hikari.setMaximumPoolSize(config.maxConnections());
    hikari.setMinimumIdle(config.minConnections());
    hikari.setConnectionTimeout(config.connectTimeout().toMillis());
    Duration lifetime = config.maxLifetime().orElse(DEFAULT_LIFETIME);
    hikari.setIdleTimeout(idleTimeout(config, lifetime).toMillis());
    hikari.setMaxLifetime(lifetime.toMillis());
    hikari.setKeepaliveTime(keepalive(lifetime).toMillis());
    hikari.setLeakDetectionThreshold(config.leakDetection().toMillis());
    // DatabaseManager.open tests a connection itself, with the configured number of attempts.
    hikari.setInitializationFailTimeout(-1);
    return hikari;
  }

  /** Creates a source of single connections, configured as in the pool. */
  public static DataSource single(DatabaseConfig config) {
    return source(
        config,
        DriverSource.Role.PRIMARY,
        config.statementTimeout(),
        config.lockTimeout(),
        config.socketTimeout());
  }

  /** Creates a source of single connections to a replica. */
  public static DataSource singleOfReplica(DatabaseConfig config) {
    return source(
        config,
        DriverSource.Role.REPLICA,
        config.statementTimeout(),
        config.lockTimeout(),
        config.socketTimeout());
  }

  /** Creates a source of connections for migrations, whose statements may take much longer. */
  public static DataSource forMigrations(DatabaseConfig config) {
    Duration limit = config.migrationTimeout();
    return source(
        config.forMigrations(),
        DriverSource.Role.PRIMARY,
        limit,
        config.migrationLockTimeout(),
        limit.plus(Duration.ofMinutes(1)));
  }

  /**
   * Avoids values that the pool would ignore with only a log message: a timeout that is not below
   * the lifetime, or any timeout if the pool never has surplus idle connections.
   */
  private static Duration idleTimeout(DatabaseConfig config, Duration lifetime) {
    if (config.minConnections() == config.maxConnections()) {
      return Duration.ZERO;
    }
    return config.idleTimeout().orElse(defaultIdleTimeout(lifetime));
  }

  private static Duration defaultIdleTimeout(Duration lifetime) {
    return lifetime.isZero() || lifetime.compareTo(DEFAULT_IDLE.multipliedBy(2)) > 0
        ? DEFAULT_IDLE
        : lifetime.dividedBy(2);
  }

  private static Duration keepalive(Duration lifetime) {
    if (lifetime.isZero() || lifetime.compareTo(KEEPALIVE.multipliedBy(2)) > 0) {
      return KEEPALIVE;
    }
    Duration half = lifetime.dividedBy(2);
    return half.compareTo(SHORTEST_KEEPALIVE) < 0 ? Duration.ZERO : half;
  }

  private static DataSource source(
      DatabaseConfig config,
      DriverSource.Role role,
      Duration statementTimeout,
      Duration lockTimeout,
      Duration socketTimeout) {
    PGSimpleDataSource driver = driver(config, socketTimeout);
    return new DriverSource(
        driver,
        role,
        SessionSettings.of(config, statementTimeout, lockTimeout),
        config.driverProperties().containsKey("prepareThreshold"));
  }

  private static PGSimpleDataSource driver(DatabaseConfig config, Duration socketTimeout) {
    PGSimpleDataSource driver = new PGSimpleDataSource();
    // Rewrites batches into few multi-row statements, unless the URL says otherwise.
    driver.setReWriteBatchedInserts(true);
    // The pool logs errors that break a connection; the driver would quote batch values in them.
    driver.setLogServerErrorDetail(false);
    driver.setTcpKeepAlive(true);
    try {
      driver.setURL(config.jdbcUrl());
      for (Map.Entry<String, String> property : config.driverProperties().entrySet()) {
        driver.setProperty(property.getKey(), property.getValue());
      }
      Optional<String> algorithm = ClientKey.algorithm(config.driverProperties());
      if (algorithm.isPresent()) {
        driver.setProperty(ClientKey.ALGORITHM, algorithm.get());
      }
    } catch (SQLException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "DATABASE_URL",
          "rejected by the driver (expected: a URL and parameters that it accepts)",
          e instanceof SQLException sql ? SanitizedSqlException.of(sql) : null);
    }
    driver.setUser(config.user());
    config.password().map(Secret::reveal).ifPresent(driver::setPassword);
    if (!config.driverProperties().containsKey(LOGIN_TIMEOUT)) {
      driver.setLoginTimeout(Math.toIntExact(config.connectTimeout().toSeconds()));
    }
    driver.setSocketTimeout(Math.toIntExact(socketTimeout.toSeconds()));
    return driver;
  }
}
