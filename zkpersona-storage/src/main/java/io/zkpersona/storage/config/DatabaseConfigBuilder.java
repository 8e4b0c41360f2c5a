package io.zkpersona.storage.config;

import io.zkpersona.storage.error.ConfigurationException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Builds a {@link DatabaseConfig}. Each method sets the environment variable named in its
 * description; range, default and the meaning of zero are those of the getter of the same name.
 * Variables that are not set keep their defaults, and an empty text counts as not set. {@link
 * #build()} checks the values; only a duration finer than its variable's unit is rejected at once,
 * also with a {@link ConfigurationException}.
 *
 * <p>Not thread-safe. No argument may be null.
 */
public final class DatabaseConfigBuilder {

  private final Map<Variable, String> texts = new EnumMap<>(Variable.class);
  private final UrlNeed need;

  DatabaseConfigBuilder(Map<Variable, String> texts, UrlNeed need) {
    this.texts.putAll(texts);
    this.need = need;
  }

  /**
   * Validates all values and builds the configuration. The builder remains usable.
   *
   * @return the configuration
   * @throws ConfigurationException if the URL is missing (but see {@link
   *     DatabaseConfig#forDataSource()}), or a value is invalid or contradicts another; the message
   *     names the variable
   */
  public DatabaseConfig build() {
    return new DatabaseConfig(new Settings(texts), need);
  }

  /**
   * Sets {@code DATABASE_URL}: {@code postgresql://user:password@host:port/database?param=value},
   * {@code postgres://…} or {@code jdbc:postgresql://host:port/database?user=…&password=…}.
   *
   * <p>User, password, database and values are percent-encoded: {@code @} is {@code %40}, {@code /}
   * is {@code %2F}, {@code :} is {@code %3A}, {@code %} is {@code %25}. A {@code +} is literal,
   * except in a {@code jdbc:} URL outside {@code user:password@}, where it means a space, as in the
   * driver's URLs. Several hosts are separated by commas, each with its port (default 5432); IPv6
   * addresses are in brackets. Host, database and user are required; a password is optional. Only
   * harmless parameters, which the error message lists, are accepted, under the driver's or libpq's
   * names.
   *
   * @param url the URL, which may contain a password
   * @return this builder
   */
  public DatabaseConfigBuilder databaseUrl(String url) {
    return set(Variable.DATABASE_URL, url);
  }

  /**
   * Sets {@code DATABASE_REPLICA_URLS}, each in the form of {@link #databaseUrl} and with one host.
   *
   * @param urls the URLs of the read replicas, which may contain passwords; an empty list for none
   * @return this builder
   */
  public DatabaseConfigBuilder replicaUrls(List<String> urls) {
    return set(Variable.DATABASE_REPLICA_URLS, String.join(ReplicaUrls.SEPARATOR, urls));
  }

  /** Sets {@code DB_MAX_CONNECTIONS}. */
  public DatabaseConfigBuilder maxConnections(int count) {
    return set(Variable.DB_MAX_CONNECTIONS, Integer.toString(count));
  }

  /** Sets {@code DB_MIN_CONNECTIONS}. */
  public DatabaseConfigBuilder minConnections(int count) {
    return set(Variable.DB_MIN_CONNECTIONS, Integer.toString(count));
  }

  /** Sets {@code DB_CONNECT_TIMEOUT_SECS}. */
  public DatabaseConfigBuilder connectTimeout(Duration timeout) {
    return seconds(Variable.DB_CONNECT_TIMEOUT_SECS, timeout);
  }

  /** Sets {@code DB_IDLE_TIMEOUT_SECS}. */
  public DatabaseConfigBuilder idleTimeout(Duration timeout) {
    return seconds(Variable.DB_IDLE_TIMEOUT_SECS, timeout);
  }

  /** Sets {@code DB_LEAK_DETECTION_SECS}. */
  public DatabaseConfigBuilder leakDetection(Duration limit) {
    return seconds(Variable.DB_LEAK_DETECTION_SECS, limit);
  }

  /** Sets {@code DB_MAX_LIFETIME_SECS}. */
  public DatabaseConfigBuilder maxLifetime(Duration lifetime) {
    return seconds(Variable.DB_MAX_LIFETIME_SECS, lifetime);
  }

  /** Sets {@code DB_SSL_MODE}. */
  public DatabaseConfigBuilder sslMode(SslMode mode) {
    return set(Variable.DB_SSL_MODE, mode.value());
  }

  /** Sets {@code DB_AUTO_MIGRATE}. */
  public DatabaseConfigBuilder autoMigrate(boolean enabled) {
    return set(Variable.DB_AUTO_MIGRATE, Boolean.toString(enabled));
  }

  /** Sets {@code DB_ENABLE_TRANSACTIONS}. */
  public DatabaseConfigBuilder transactionsEnabled(boolean enabled) {
    return set(Variable.DB_ENABLE_TRANSACTIONS, Boolean.toString(enabled));
  }

  /** Sets {@code DB_TEST_CONNECTION}. */
  public DatabaseConfigBuilder testConnection(boolean enabled) {
    return set(Variable.DB_TEST_CONNECTION, Boolean.toString(enabled));
  }

  /** Sets {@code DB_RETRY_ATTEMPTS}. */
  public DatabaseConfigBuilder retryAttempts(int attempts) {
    return set(Variable.DB_RETRY_ATTEMPTS, Integer.toString(attempts));
  }

  /** Sets {@code DB_RETRY_DELAY_MS}. */
  public DatabaseConfigBuilder retryDelay(Duration delay) {
    return millis(Variable.DB_RETRY_DELAY_MS, delay);
  }

  /** Sets {@code DB_SCHEMA}. */
  public DatabaseConfigBuilder schema(String schema) {
    return set(Variable.DB_SCHEMA, schema);
  }

  /** Sets {@code DB_BASELINE_VERSION}. */
  public DatabaseConfigBuilder baselineVersion(int version) {
    return set(Variable.DB_BASELINE_VERSION, Integer.toString(version));
  }

  /** Unsets {@code DB_BASELINE_VERSION}: an empty text counts as not set. */
  DatabaseConfigBuilder adoptingNothing() {
    return set(Variable.DB_BASELINE_VERSION, "");
  }

  /** Sets {@code DB_STATEMENT_TIMEOUT_MS}. */
  public DatabaseConfigBuilder statementTimeout(Duration timeout) {
    return millis(Variable.DB_STATEMENT_TIMEOUT_MS, timeout);
  }

  /** Sets {@code DB_SLOW_STATEMENT_MS}. */
  public DatabaseConfigBuilder slowStatement(Duration limit) {
    return millis(Variable.DB_SLOW_STATEMENT_MS, limit);
  }

  /** Sets {@code DB_LOCK_TIMEOUT_MS}. */
  public DatabaseConfigBuilder lockTimeout(Duration timeout) {
    return millis(Variable.DB_LOCK_TIMEOUT_MS, timeout);
  }

  /** Sets {@code DB_IDLE_TRANSACTION_TIMEOUT_MS}. */
  public DatabaseConfigBuilder idleTransactionTimeout(Duration timeout) {
    return millis(Variable.DB_IDLE_TRANSACTION_TIMEOUT_MS, timeout);
  }

  /** Sets {@code DB_LOST_CLIENT_TIMEOUT_SECS}. */
  public DatabaseConfigBuilder lostClientTimeout(Duration timeout) {
    return seconds(Variable.DB_LOST_CLIENT_TIMEOUT_SECS, timeout);
  }

  /** Sets {@code DB_SOCKET_TIMEOUT_SECS}. */
  public DatabaseConfigBuilder socketTimeout(Duration timeout) {
    return seconds(Variable.DB_SOCKET_TIMEOUT_SECS, timeout);
  }

  /** Sets {@code DB_MIGRATION_TIMEOUT_SECS}. */
  public DatabaseConfigBuilder migrationTimeout(Duration timeout) {
    return seconds(Variable.DB_MIGRATION_TIMEOUT_SECS, timeout);
  }

  /** Sets {@code DB_MIGRATION_LOCK_TIMEOUT_MS}. */
  public DatabaseConfigBuilder migrationLockTimeout(Duration timeout) {
    return millis(Variable.DB_MIGRATION_LOCK_TIMEOUT_MS, timeout);
  }

  /**
   * Sets {@code DB_MIGRATION_URL}, in the form of {@link #databaseUrl}.
   *
   * @param url the URL that migrations use, which may contain a password
   * @return this builder
   */
  public DatabaseConfigBuilder migrationUrl(Secret url) {
    return set(Variable.DB_MIGRATION_URL, url.reveal());
  }

  /** Sets {@code DB_CLOSE_TIMEOUT_SECS}. */
  public DatabaseConfigBuilder closeTimeout(Duration timeout) {
    return seconds(Variable.DB_CLOSE_TIMEOUT_SECS, timeout);
  }

  /** Sets {@code DB_FIND_ALL_LIMIT}. */
  public DatabaseConfigBuilder findAllLimit(int rows) {
    return set(Variable.DB_FIND_ALL_LIMIT, Integer.toString(rows));
  }

  /** Sets {@code DB_APPLICATION_NAME}. */
  public DatabaseConfigBuilder applicationName(String name) {
    return set(Variable.DB_APPLICATION_NAME, name);
  }

  /** Sets {@code DB_CURSOR_KEY}. */
  public DatabaseConfigBuilder cursorKey(Secret key) {
    return set(Variable.DB_CURSOR_KEY, key.reveal());
  }

  /** Lists the variables that are set, without their values. */
  @Override
  public String toString() {
    return "DatabaseConfigBuilder" + texts.keySet();
  }

  private DatabaseConfigBuilder seconds(Variable variable, Duration duration) {
    if (!duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
      throw variable.refusal(duration.toString(), "whole seconds");
    }
    return set(variable, Long.toString(duration.toSeconds()));
  }

  private DatabaseConfigBuilder millis(Variable variable, Duration duration) {
    if (!duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))) {
      throw variable.refusal(duration.toString(), "whole milliseconds");
    }
    try {
      return set(variable, Long.toString(duration.toMillis()));
    } catch (ArithmeticException e) {
      throw variable.refusal(duration.toString(), "fewer milliseconds");
    }
  }

  private DatabaseConfigBuilder set(Variable variable, String text) {
    texts.put(variable, Objects.requireNonNull(text, "value"));
    return this;
  }
}
