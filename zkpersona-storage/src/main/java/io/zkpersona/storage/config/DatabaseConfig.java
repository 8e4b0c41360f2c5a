package io.zkpersona.storage.config;

import io.zkpersona.storage.error.ConfigurationException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a database manager. Built from the environment, a map or a builder, and
 * validated completely when built, so an instance is always usable. A configuration built {@link
 * #forDataSource() for the caller's data source} may have no URL.
 *
 * <p>{@code DB_SSL_MODE}, {@code DB_APPLICATION_NAME} and {@code DB_SOCKET_TIMEOUT_SECS} take
 * precedence over the URL parameters {@code sslmode}, {@code ApplicationName} and {@code
 * socketTimeout}, which take precedence over the defaults.
 *
 * <p>Immutable and thread-safe. Two configurations are equal if the same variables are set to the
 * same texts. {@link #toString()} and {@link #describe()} mask every secret.
 */
public final class DatabaseConfig {

  private final Settings settings;
  private final Variable urlVariable;
  private final @Nullable DatabaseUrl url;
  private final @Nullable DatabaseUrl migrationUrl;
  private final ReplicaUrls replicaUrls;
  private final Resolved resolved;

  DatabaseConfig(Settings settings, UrlNeed need) {
    this.settings = settings;
    this.urlVariable =
        settings.isSet(Variable.DATABASE_URL) ? Variable.DATABASE_URL : Variable.POSTGRES_URL;
    this.url =
        settings.isSet(urlVariable)
            ? DatabaseUrlParser.parse(urlVariable, settings.text(urlVariable))
            : null;
    if (need == UrlNeed.REQUIRED) {
      url();
    }
    this.resolved = Resolved.of(settings, url == null ? Map.of() : url.parameters(), urlVariable);
    this.migrationUrl = migrationUrl(settings);
    this.replicaUrls = ReplicaUrls.of(settings);
  }

  private static @Nullable DatabaseUrl migrationUrl(Settings settings) {
    if (!settings.isSet(Variable.DB_MIGRATION_URL)) {
      return null;
    }
    Variable variable = Variable.DB_MIGRATION_URL;
    DatabaseUrl parsed = DatabaseUrlParser.parse(variable, settings.text(variable));
    Resolved.of(settings, parsed.parameters(), variable);
    return parsed;
  }

  private DatabaseUrl url() {
    if (url == null) {
      throw Variable.DATABASE_URL.refusal(
          "neither it nor POSTGRES_URL is set",
          "one of them: "
              + DatabaseUrl.FORM
              + "; or a data source of the caller, which DatabaseManager.builder(config).dataSource(…) takes");
    }
    return url;
  }

  /**
   * Reads the environment of this process.
   *
   * @return the configuration
   * @throws ConfigurationException if a variable is missing or invalid; the message names the
   *     variable
   */
  public static DatabaseConfig fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /**
   * Reads the variables from a map instead of the environment.
   *
   * @param environment values by name; an empty value counts as absent, unknown names are ignored
   * @return the configuration
   * @throws ConfigurationException if a variable is missing or invalid; the message names the
   *     variable
   */
  public static DatabaseConfig fromEnvironment(Map<String, String> environment) {
    return new DatabaseConfig(new Settings(Settings.textsOf(environment)), UrlNeed.REQUIRED);
  }

  /**
   * Starts an empty configuration for the caller's data source; it needs no URL. Without a URL,
   * each getter of a part of it ({@link #jdbcUrl()}, {@link #hosts()}, {@link #database()}, {@link
   * #user()}, {@link #password()}) throws a {@link ConfigurationException}.
   *
   * @return a new builder
   */
  public static DatabaseConfigBuilder forDataSource() {
    return forDataSource(Map.of());
  }

  /**
   * Starts a configuration for the caller's data source, as {@link #forDataSource()} does, with the
   * values of an environment.
   *
   * @param environment values by name, for example {@link System#getenv()}; an empty value counts
   *     as absent, unknown names are ignored
   * @return a new builder, which checks the values when it builds
   */
  public static DatabaseConfigBuilder forDataSource(Map<String, String> environment) {
    return new DatabaseConfigBuilder(Settings.textsOf(environment), UrlNeed.OPTIONAL);
  }

  /**
   * Starts an empty configuration; it needs at least a URL.
   *
   * @return a new builder
   */
  public static DatabaseConfigBuilder builder() {
    return new DatabaseConfigBuilder(Map.of(), UrlNeed.REQUIRED);
  }

  /**
   * Starts from an existing configuration, to change some of its values. The result needs a URL if
   * the existing one has a URL.
   *
   * @param existing the existing configuration; it is not changed
   * @return a new builder
   */
  public static DatabaseConfigBuilder builder(DatabaseConfig existing) {
    return new DatabaseConfigBuilder(
        existing.settings.texts(), existing.url == null ? UrlNeed.OPTIONAL : UrlNeed.REQUIRED);
  }

  /**
   * Starts from this configuration, to change some of its values; same as {@code builder(this)}.
   */
  public DatabaseConfigBuilder toBuilder() {
    return builder(this);
  }

  /**
   * Returns the JDBC URL, with hosts, ports and database only. User, password and parameters come
   * from {@link #user()}, {@link #password()} and {@link #driverProperties()}.
   */
  public String jdbcUrl() {
    return url().jdbcUrl();
  }

  /** Returns the servers as {@code host:port}, in the order given, IPv6 addresses in brackets. */
  public List<String> hosts() {
    return url().hosts().stream().map(DatabaseUrl.Host::toString).toList();
  }

  /** Returns the name of the database. */
  public String database() {
    return url().database();
  }

  /** Returns the name of the role to connect as. */
  public String user() {
    return url().user();
  }

  /**
   * Returns the password; empty if the URL has none (certificates, {@code trust}, a pgpass file).
   */
  public Optional<Secret> password() {
    return Optional.ofNullable(url().password());
  }

  /**
   * Returns the other driver properties, sorted by the driver's names: the URL's parameters, and
   * always the effective {@code ApplicationName}, {@code socketTimeout} and {@code sslmode}. {@code
   * sslrootcert=system} appears as the driver's {@code sslfactory} for the JVM's trust store.
   * Contains no secret; unmodifiable.
   */
  public Map<String, String> driverProperties() {
    return resolved.driverProperties();
  }

  /** Returns the maximum number of connections in the pool; 1 to 262143. Default 50. */
  public int maxConnections() {
    return settings.number(Variable.DB_MAX_CONNECTIONS);
  }

  /**
   * Returns the number of idle connections that the pool keeps ready; 0 to {@link
   * #maxConnections()}. Default 5, or {@link #maxConnections()} if that is lower.
   */
  public int minConnections() {
    return resolved.minConnections();
  }

  /**
   * Returns how long a caller waits for a connection; at least 1 second, in whole seconds. Default
   * 30 seconds.
   */
  public Duration connectTimeout() {
    return settings.seconds(Variable.DB_CONNECT_TIMEOUT_SECS);
  }

  /**
   * Returns how long a connection may be in use before the pool reports a leak, with the stack
   * trace of the borrower. This includes connections held by an open stream, a transaction or
   * {@code withConnection}. At least 2 seconds, in whole seconds, at most {@link #maxLifetime()};
   * zero, the default, disables the report. The connection itself is not affected. Each call costs
   * a scheduled task and a stack trace, so set this only while looking for a leak.
   */
  public Duration leakDetection() {
    return settings.seconds(Variable.DB_LEAK_DETECTION_SECS);
  }

  /**
   * Returns how long an idle connection is kept; at least 10 seconds and less than {@link
   * #maxLifetime()}, in whole seconds; zero means forever. Empty by default, which uses the pool's
   * default.
   */
  public Optional<Duration> idleTimeout() {
    return settings.optionalSeconds(Variable.DB_IDLE_TIMEOUT_SECS);
  }

  /**
   * Returns the maximum age of a connection; at least 30 seconds, in whole seconds; zero means
   * unlimited. Empty by default, which uses the pool's default of 30 minutes.
   */
  public Optional<Duration> maxLifetime() {
    return settings.optionalSeconds(Variable.DB_MAX_LIFETIME_SECS);
  }

  /**
   * Returns the TLS mode: the value set, else that of the URL, else {@link SslMode#PREFER}. With
   * {@code sslrootcert} in the URL, {@link SslMode#REQUIRE} becomes {@link SslMode#VERIFY_CA};
   * {@code sslrootcert=system} implies {@link SslMode#VERIFY_FULL}.
   */
  public SslMode sslMode() {
    return resolved.sslMode();
  }

  /** Tells whether opening a manager applies pending migrations. Default true. */
  public boolean autoMigrate() {
    return settings.flag(Variable.DB_AUTO_MIGRATE);
  }

  /** Tells whether callers may open transactions. Default true. */
  public boolean transactionsEnabled() {
    return settings.flag(Variable.DB_ENABLE_TRANSACTIONS);
  }

  /** Tells whether opening a manager tests a connection. Default true. */
  public boolean testConnection() {
    return settings.flag(Variable.DB_TEST_CONNECTION);
  }

  /**
   * Returns the number of connection attempts on opening, including the first; at least 1. Default
   * 3.
   */
  public int retryAttempts() {
    return settings.number(Variable.DB_RETRY_ATTEMPTS);
  }

  /**
   * Returns the pause before the next attempt; zero or more, in whole milliseconds. Default 1
   * second.
   */
  public Duration retryDelay() {
    return settings.millis(Variable.DB_RETRY_DELAY_MS);
  }

  /** Returns the schema of the tables. Default {@code zkpersona}. */
  public String schema() {
    return settings.text(Variable.DB_SCHEMA);
  }

  /**
   * Returns the migration version at which an existing database without a migration history is
   * adopted; 1 to 9999. Empty by default: no such database is adopted.
   */
  public OptionalInt baselineVersion() {
    return settings.isSet(Variable.DB_BASELINE_VERSION)
        ? OptionalInt.of(settings.number(Variable.DB_BASELINE_VERSION))
        : OptionalInt.empty();
  }

  /**
   * Returns how long a statement may run, in whole milliseconds; zero means no limit. Default 30
   * seconds.
   */
  public Duration statementTimeout() {
    return settings.millis(Variable.DB_STATEMENT_TIMEOUT_MS);
  }

  /**
   * Returns the duration from which a call is logged as slow, in whole milliseconds; zero means
   * never. Default zero, because bulk calls, rebuilds and erasures take seconds in good health. The
   * logger {@code io.zkpersona.storage.slow} writes one WARN line with the operation, its duration
   * (the wait for a connection included), the rows and the error code. Streams and transactions,
   * whose duration includes the caller's work, are not logged.
   */
  public Duration slowStatement() {
    return settings.millis(Variable.DB_SLOW_STATEMENT_MS);
  }

  /**
   * Returns how long a statement waits for a lock, in whole milliseconds; zero means no limit.
   * Default 10 seconds.
   */
  public Duration lockTimeout() {
    return settings.millis(Variable.DB_LOCK_TIMEOUT_MS);
  }

  /**
   * Returns how long a transaction may be idle, between two statements or two fetches of a stream,
   * before the server ends its session, in whole milliseconds; zero means no limit. Default 5
   * minutes. This bounds how long the locks of a vanished client are held.
   */
  public Duration idleTransactionTimeout() {
    return settings.millis(Variable.DB_IDLE_TRANSACTION_TIMEOUT_MS);
  }

  /**
   * Returns how long the server keeps the session of a client whose machine no longer answers; 6
   * seconds to one day, in whole seconds; zero uses the default of the server's operating system,
   * which may be hours. Default 60 seconds. Has no effect behind a pooler.
   */
  public Duration lostClientTimeout() {
    return settings.seconds(Variable.DB_LOST_CLIENT_TIMEOUT_SECS);
  }

  /**
   * Returns how long the driver waits for data from the server before it closes the connection; at
   * least 1 second and more than {@link #statementTimeout()}, in whole seconds. The value set, else
   * that of the URL, else 60 seconds, or 30 seconds more than the statement timeout if that is
   * longer.
   */
  public Duration socketTimeout() {
    return Duration.ofSeconds(resolved.socketTimeoutSeconds());
  }

  /**
   * Returns how long a statement of a migration may run, and how long opening waits for the
   * migrations of another instance and for locked tables; at least 1 second, in whole seconds.
   * Default 30 minutes. It replaces the statement and socket timeouts during a migration.
   */
  public Duration migrationTimeout() {
    return settings.seconds(Variable.DB_MIGRATION_TIMEOUT_SECS);
  }

  /**
   * Returns how long a migration waits for a lock before it is rolled back and retried, until
   * {@link #migrationTimeout()} has passed; 1 to 60000 milliseconds, in whole milliseconds.
   * Statements queued behind the migration wait as long. Default 2 seconds, which is longer than
   * the server's {@code deadlock_timeout}, after which autovacuum yields.
   */
  public Duration migrationLockTimeout() {
    return settings.millis(Variable.DB_MIGRATION_LOCK_TIMEOUT_MS);
  }

  /**
   * Returns the URL that migrations use instead of {@code DATABASE_URL}, to use another role or to
   * bypass a pooler. Empty by default.
   */
  public Optional<Secret> migrationUrl() {
    return migrationUrl == null
        ? Optional.empty()
        : Optional.of(Secret.of(settings.text(Variable.DB_MIGRATION_URL)));
  }

  /**
   * Returns the configuration with which migrations connect.
   *
   * @return this configuration with {@link #migrationUrl()} as its URL, or this instance if there
   *     is none
   */
  public DatabaseConfig forMigrations() {
    return migrationUrl().map(url -> toBuilder().databaseUrl(url.reveal()).build()).orElse(this);
  }

  /**
   * Returns the configurations with which the read replicas are connected, in the order of {@code
   * DATABASE_REPLICA_URLS}.
   *
   * @return for each replica this configuration with the replica's URL; empty if there are none;
   *     unmodifiable
   */
  public List<DatabaseConfig> forReplicas() {
    return replicaUrls.texts().stream()
        .map(text -> toBuilder().replicaUrls(List.of()).databaseUrl(text).build())
        .toList();
  }

  /**
   * Returns the configuration of a tenant of this one's manager.
   *
   * @param schema the tenant's schema
   * @return this configuration with another schema, which is created and never adopted
   * @throws ConfigurationException if {@code schema} is not a name that {@code DB_SCHEMA} may have
   */
  public DatabaseConfig forTenant(String schema) {
    return builder(this).schema(schema).adoptingNothing().build();
  }

  /**
   * Returns how long closing waits for running work, in whole seconds; zero means not at all.
   * Default 30 seconds.
   */
  public Duration closeTimeout() {
    return settings.seconds(Variable.DB_CLOSE_TIMEOUT_SECS);
  }

  /**
   * Returns the maximum number of rows of an unpaged read, beyond which it fails; at least 1.
   * Default 10000.
   */
  public int findAllLimit() {
    return settings.number(Variable.DB_FIND_ALL_LIMIT);
  }

  /**
   * Returns the application name of the sessions on the server. Default {@code zkpersona-storage}.
   */
  public String applicationName() {
    return resolved.applicationName();
  }

  /**
   * Returns the key that signs cursors against forgery; 16 to 1024 characters. Empty by default.
   */
  public Optional<Secret> cursorKey() {
    return Optional.ofNullable(settings.find(Variable.DB_CURSOR_KEY)).map(Secret::of);
  }

  /**
   * Describes every variable with its effective value, including defaults, for logs and display.
   *
   * @return values by variable, in a fixed order; secrets as {@code ****}, variables without value
   *     and default as {@code unset}; unmodifiable
   */
  public Map<String, String> describe() {
    Map<String, String> description = new LinkedHashMap<>();
    for (Variable variable : Variable.values()) {
      description.put(variable.name(), shown(variable));
    }
    return Collections.unmodifiableMap(description);
  }

  private String shown(Variable variable) {
    if (variable == urlVariable && url != null) {
      return url.masked();
    }
    if (variable == Variable.DB_MIGRATION_URL && migrationUrl != null) {
      return migrationUrl.masked();
    }
    if (variable == Variable.DATABASE_REPLICA_URLS && !replicaUrls.texts().isEmpty()) {
      return replicaUrls.masked();
    }
    String effective = resolved.texts().getOrDefault(variable, settings.find(variable));
    if (effective == null) {
      return "unset";
    }
    return variable.isSecret() ? Secret.MASK : effective;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatabaseConfig that && settings.texts().equals(that.settings.texts());
  }

  @Override
  public int hashCode() {
    return settings.texts().hashCode();
  }

  /** Returns all of {@link #describe()} on one line. */
  @Override
  public String toString() {
    return "DatabaseConfig" + describe();
  }
}
