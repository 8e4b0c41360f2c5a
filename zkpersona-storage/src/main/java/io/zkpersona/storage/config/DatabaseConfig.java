package io.zkpersona.storage.config;

import io.zkpersona.domain.error.ConfigurationException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What to connect to, how, and within which bounds. Made from the environment, from a map or with a
 * builder, and completely checked when made: an instance is always usable. One that was made {@link
 * #forDataSource() for a data source of the caller's} may hold no URL.
 *
 * <p>Where something is said twice, what is said more closely wins: {@code DB_SSL_MODE}, {@code
 * DB_APPLICATION_NAME} and {@code DB_SOCKET_TIMEOUT_SECS} win over the parameters {@code sslmode},
 * {@code ApplicationName} and {@code socketTimeout} of the URL, and those over the defaults.
 *
 * <p>Immutable and safe for use by many threads. Two configurations are equal if the same variables
 * are set to the same texts. {@link #toString()} and {@link #describe()} mask every secret.
 */
public final class DatabaseConfig {

  private final Settings settings;
  private final Variable urlVariable;
  private final @Nullable DatabaseUrl url;
  private final @Nullable DatabaseUrl migrationUrl;
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
          "neither it nor POSTGRES_URL is set", "one of them: " + DatabaseUrl.FORM);
    }
    return url;
  }

  /**
   * Reads the environment of this process.
   *
   * @return the configuration
   * @throws ConfigurationException if a variable is missing or breaks its rule; it names the
   *     variable
   */
  public static DatabaseConfig fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /**
   * Reads variables from a map as if it were the environment.
   *
   * @param environment texts by name; absent and empty are the same, other names are ignored
   * @return the configuration
   * @throws ConfigurationException if a variable is missing or breaks its rule; it names the
   *     variable
   */
  public static DatabaseConfig fromEnvironment(Map<String, String> environment) {
    return new DatabaseConfig(new Settings(Settings.textsOf(environment)), UrlNeed.REQUIRED);
  }

  /**
   * Starts a configuration for a data source of the caller's, with nothing set; it needs no URL.
   * Without one, what is read from the URL ({@link #jdbcUrl()}, {@link #hosts()}, {@link
   * #database()}, {@link #user()}, {@link #password()}) throws a {@link ConfigurationException}.
   *
   * @return a new builder
   */
  public static DatabaseConfigBuilder forDataSource() {
    return forDataSource(Map.of());
  }

  /**
   * Starts a configuration for a data source of the caller's with what an environment sets, as
   * {@link #forDataSource()} does with nothing.
   *
   * @param environment texts by name, {@link System#getenv()} for instance; absent and empty are
   *     the same, other names are ignored
   * @return a new builder, which checks the texts when it builds
   */
  public static DatabaseConfigBuilder forDataSource(Map<String, String> environment) {
    return new DatabaseConfigBuilder(Settings.textsOf(environment), UrlNeed.OPTIONAL);
  }

  /**
   * Starts a configuration with nothing set; it needs at least a URL.
   *
   * @return a new builder
   */
  public static DatabaseConfigBuilder builder() {
    return new DatabaseConfigBuilder(Map.of(), UrlNeed.REQUIRED);
  }

  /**
   * Starts from an existing configuration, for changing some of it. It needs a URL if that has one.
   *
   * @param existing what to start from; it stays as it is
   * @return a new builder
   */
  public static DatabaseConfigBuilder builder(DatabaseConfig existing) {
    return new DatabaseConfigBuilder(
        existing.settings.texts(), existing.url == null ? UrlNeed.OPTIONAL : UrlNeed.REQUIRED);
  }

  /** Starts from this configuration, for changing some of it; the same as {@code builder(this)}. */
  public DatabaseConfigBuilder toBuilder() {
    return builder(this);
  }

  /**
   * The URL for the driver: hosts, ports and database only. User, password and parameters come from
   * {@link #user()}, {@link #password()} and {@link #driverProperties()}.
   */
  public String jdbcUrl() {
    return url().jdbcUrl();
  }

  /** The servers as {@code host:port}, in the order given, IPv6 addresses in brackets. */
  public List<String> hosts() {
    return url().hosts().stream().map(DatabaseUrl.Host::toString).toList();
  }

  /** The database's name. */
  public String database() {
    return url().database();
  }

  /** The name of the role to connect as. */
  public String user() {
    return url().user();
  }

  /** The password, or empty if the URL holds none (certificates, {@code trust}, a pgpass file). */
  public Optional<Secret> password() {
    return Optional.ofNullable(url().password());
  }

  /**
   * Everything else the driver is told, under its own names and sorted: the URL's parameters, with
   * {@code ApplicationName}, {@code socketTimeout} and {@code sslmode} always there as in effect.
   * {@code sslrootcert=system} is there as the driver's {@code sslfactory} for the JVM's trust
   * store. No secret is among them. Unmodifiable.
   */
  public Map<String, String> driverProperties() {
    return resolved.driverProperties();
  }

  /** The most connections the pool opens; 1 to 262143. Default 50. */
  public int maxConnections() {
    return settings.number(Variable.DB_MAX_CONNECTIONS);
  }

  /**
   * The idle connections the pool keeps ready; 0 to {@link #maxConnections()}. Default 5, or the
   * ceiling if that is lower.
   */
  public int minConnections() {
    return resolved.minConnections();
  }

  /** How long a caller waits for a connection; from 1 second, whole seconds. Default 30 seconds. */
  public Duration connectTimeout() {
    return settings.seconds(Variable.DB_CONNECT_TIMEOUT_SECS);
  }

  /**
   * How long a connection may be in use before the pool reports it as leaked, with the stack that
   * took it; so is one that a stream holds which is not closed, a transaction, or {@code
   * withConnection}. From 2 seconds, whole seconds, at most {@link #maxLifetime()}; zero, the
   * default, reports none. Nothing is done to the connection. It costs a task and a stack trace a
   * call, so set it while looking for a leak.
   */
  public Duration leakDetection() {
    return settings.seconds(Variable.DB_LEAK_DETECTION_SECS);
  }

  /**
   * How long an idle connection is kept; from 10 seconds and less than {@link #maxLifetime()},
   * whole seconds; zero is for ever. Empty by default, which leaves it to the pool.
   */
  public Optional<Duration> idleTimeout() {
    return settings.optionalSeconds(Variable.DB_IDLE_TIMEOUT_SECS);
  }

  /**
   * How old a connection may become; from 30 seconds, whole seconds; zero is for ever. Empty by
   * default, which leaves it to the pool's 30 minutes.
   */
  public Optional<Duration> maxLifetime() {
    return settings.optionalSeconds(Variable.DB_MAX_LIFETIME_SECS);
  }

  /**
   * Whether to encrypt, and what to prove: as set, else the URL's, else {@link SslMode#PREFER}. The
   * URL's {@code sslrootcert} makes {@link SslMode#REQUIRE} into {@link SslMode#VERIFY_CA}; {@code
   * sslrootcert=system} means {@link SslMode#VERIFY_FULL}.
   */
  public SslMode sslMode() {
    return resolved.sslMode();
  }

  /** Whether opening applies pending migrations. Default true. */
  public boolean autoMigrate() {
    return settings.flag(Variable.DB_AUTO_MIGRATE);
  }

  /** Whether callers may run transactions of their own; if not, they are refused. Default true. */
  public boolean transactionsEnabled() {
    return settings.flag(Variable.DB_ENABLE_TRANSACTIONS);
  }

  /** Whether opening proves that a connection works. Default true. */
  public boolean testConnection() {
    return settings.flag(Variable.DB_TEST_CONNECTION);
  }

  /** How many times opening tries to connect, the first included; from 1. Default 3. */
  public int retryAttempts() {
    return settings.number(Variable.DB_RETRY_ATTEMPTS);
  }

  /** The pause before the next attempt; from zero, whole milliseconds. Default 1 second. */
  public Duration retryDelay() {
    return settings.millis(Variable.DB_RETRY_DELAY_MS);
  }

  /** The schema the tables live in. Default {@code zkpersona}. */
  public String schema() {
    return settings.text(Variable.DB_SCHEMA);
  }

  /**
   * The migration at which an existing database without history is taken over; 1 to 9999. Empty by
   * default: none is taken over.
   */
  public OptionalInt baselineVersion() {
    return settings.isSet(Variable.DB_BASELINE_VERSION)
        ? OptionalInt.of(settings.number(Variable.DB_BASELINE_VERSION))
        : OptionalInt.empty();
  }

  /** How long one statement may run; whole milliseconds, zero is no limit. Default 30 seconds. */
  public Duration statementTimeout() {
    return settings.millis(Variable.DB_STATEMENT_TIMEOUT_MS);
  }

  /**
   * How long one statement waits for a lock; whole milliseconds, zero is no limit. Default 10
   * seconds.
   */
  public Duration lockTimeout() {
    return settings.millis(Variable.DB_LOCK_TIMEOUT_MS);
  }

  /**
   * How long a transaction may be idle, between two statements or two fetches of a stream, before
   * the server ends its session; whole milliseconds, zero is no limit. Default 5 minutes. It bounds
   * how long the locks of a client that has vanished are held.
   */
  public Duration idleTransactionTimeout() {
    return settings.millis(Variable.DB_IDLE_TRANSACTION_TIMEOUT_MS);
  }

  /**
   * How long the server keeps the session of a client whose machine does not answer any more; from
   * 6 seconds to a day, whole seconds; zero leaves it to the server's system, where it may be
   * hours. Default 60 seconds. It has no effect over a pooler.
   */
  public Duration lostClientTimeout() {
    return settings.seconds(Variable.DB_LOST_CLIENT_TIMEOUT_SECS);
  }

  /**
   * How long the driver waits for the server's next bytes before it gives the connection up; from 1
   * second, whole seconds, more than {@link #statementTimeout()}. As set, else the URL's, else 60
   * seconds, or 30 seconds more than the statement timeout if that is longer.
   */
  public Duration socketTimeout() {
    return Duration.ofSeconds(resolved.socketTimeoutSeconds());
  }

  /**
   * How long a statement of a migration may run, and how long opening waits for another instance's
   * migrations and for locked tables; from 1 second, whole seconds. Default 30 minutes. It stands
   * in for the statement and socket timeouts while migrating.
   */
  public Duration migrationTimeout() {
    return settings.seconds(Variable.DB_MIGRATION_TIMEOUT_SECS);
  }

  /**
   * How long a migration waits for one lock before it is rolled back, to be tried again until
   * {@link #migrationTimeout()} has passed; whole milliseconds from 1 to 60000. Everybody who comes
   * after it waits as long. Default 2 seconds: longer than the server's {@code deadlock_timeout},
   * after which an autovacuum gives way.
   */
  public Duration migrationLockTimeout() {
    return settings.millis(Variable.DB_MIGRATION_LOCK_TIMEOUT_MS);
  }

  /**
   * The URL that migrations use instead of {@code DATABASE_URL}: another role, or a way around a
   * pooler. Empty by default.
   */
  public Optional<Secret> migrationUrl() {
    return migrationUrl == null
        ? Optional.empty()
        : Optional.of(Secret.of(settings.text(Variable.DB_MIGRATION_URL)));
  }

  /**
   * Gives what migrations connect with.
   *
   * @return this configuration with {@link #migrationUrl()} for its URL, or itself if there is none
   */
  public DatabaseConfig forMigrations() {
    return migrationUrl().map(url -> toBuilder().databaseUrl(url.reveal()).build()).orElse(this);
  }

  /** How long closing waits for running work; whole seconds, zero is not at all. Default 30. */
  public Duration closeTimeout() {
    return settings.seconds(Variable.DB_CLOSE_TIMEOUT_SECS);
  }

  /** How many rows an unpaged read may return before it is refused; from 1. Default 10000. */
  public int findAllLimit() {
    return settings.number(Variable.DB_FIND_ALL_LIMIT);
  }

  /** The name under which the server lists the sessions. Default {@code zkpersona-storage}. */
  public String applicationName() {
    return resolved.applicationName();
  }

  /**
   * The key that signs page cursors against forgery, of 16 to 1024 characters. Empty by default.
   */
  public Optional<Secret> cursorKey() {
    return Optional.ofNullable(settings.find(Variable.DB_CURSOR_KEY)).map(Secret::of);
  }

  /**
   * Shows every variable with the value in effect, defaults included, for logs and people.
   *
   * @return values by variable, in a fixed order; secrets as {@code ****}, what has neither value
   *     nor default as {@code unset}; unmodifiable
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

  /** Gives all of {@link #describe()} on one line. */
  @Override
  public String toString() {
    return "DatabaseConfig" + describe();
  }
}
