package io.zkpersona.spring.internal;

import io.zkpersona.spring.ZkPersonaProperties;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import io.zkpersona.storage.config.Secret;
import io.zkpersona.storage.error.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns properties into the library's configuration, and its variables into their properties. */
public final class Settings {

  private static final String DATASOURCE = "zkpersona.datasource.";
  private static final String MIGRATION = "zkpersona.migration.";
  private static final Pattern VARIABLE =
      Pattern.compile("\\b(DB_[A-Z_]+|DATABASE_URL|DATABASE_REPLICA_URLS)\\b");

  /** The property of each variable. */
  static final Map<String, String> PROPERTIES = properties();

  private Settings() {}

  private static Map<String, String> properties() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("DB_SCHEMA", "zkpersona.schema");
    names.put("DB_FIND_ALL_LIMIT", "zkpersona.find-all-limit");
    names.put("DB_CURSOR_KEY", "zkpersona.cursor-key");
    names.put("DB_CLOSE_TIMEOUT_SECS", "zkpersona.close-timeout");
    names.put("DB_SLOW_STATEMENT_MS", "zkpersona.slow-statement");
    names.put("DB_ENABLE_TRANSACTIONS", "zkpersona.transactions-enabled");
    names.put("DATABASE_URL", DATASOURCE + "url");
    names.put("DATABASE_REPLICA_URLS", DATASOURCE + "replica-urls");
    names.put("DB_MAX_CONNECTIONS", DATASOURCE + "max-connections");
    names.put("DB_MIN_CONNECTIONS", DATASOURCE + "min-connections");
    names.put("DB_CONNECT_TIMEOUT_SECS", DATASOURCE + "connect-timeout");
    names.put("DB_IDLE_TIMEOUT_SECS", DATASOURCE + "idle-timeout");
    names.put("DB_MAX_LIFETIME_SECS", DATASOURCE + "max-lifetime");
    names.put("DB_LEAK_DETECTION_SECS", DATASOURCE + "leak-detection");
    names.put("DB_SSL_MODE", DATASOURCE + "ssl-mode");
    names.put("DB_TEST_CONNECTION", DATASOURCE + "test-connection");
    names.put("DB_RETRY_ATTEMPTS", DATASOURCE + "retry-attempts");
    names.put("DB_RETRY_DELAY_MS", DATASOURCE + "retry-delay");
    names.put("DB_STATEMENT_TIMEOUT_MS", DATASOURCE + "statement-timeout");
    names.put("DB_LOCK_TIMEOUT_MS", DATASOURCE + "lock-timeout");
    names.put("DB_IDLE_TRANSACTION_TIMEOUT_MS", DATASOURCE + "idle-transaction-timeout");
    names.put("DB_LOST_CLIENT_TIMEOUT_SECS", DATASOURCE + "lost-client-timeout");
    names.put("DB_SOCKET_TIMEOUT_SECS", DATASOURCE + "socket-timeout");
    names.put("DB_APPLICATION_NAME", DATASOURCE + "application-name");
    names.put("DB_AUTO_MIGRATE", MIGRATION + "enabled");
    names.put("DB_MIGRATION_URL", MIGRATION + "url");
    names.put("DB_MIGRATION_TIMEOUT_SECS", MIGRATION + "timeout");
    names.put("DB_MIGRATION_LOCK_TIMEOUT_MS", MIGRATION + "lock-timeout");
    names.put("DB_BASELINE_VERSION", MIGRATION + "baseline-version");
    return names;
  }

  /**
   * Builds the configuration.
   *
   * @throws ConfigurationException naming the property that is invalid
   */
  public static DatabaseConfig config(ZkPersonaProperties properties) {
    ZkPersonaProperties.Datasource datasource = properties.datasource();
    if (datasource.url() == null) {
      if (datasource.replicaUrls() == null) {
        requireNoPool(datasource);
      }
    } else if (datasource.name() != null) {
      throw new ConfigurationException(
          DATASOURCE + "name",
          "set together with "
              + DATASOURCE
              + "url (expected: one of them: a DataSource of the"
              + " application, or a pool of the library's own)");
    }
    try {
      return build(properties);
    } catch (ConfigurationException e) {
      throw named(e);
    }
  }

  /** A setting without effect would be mistaken for one that is in force. */
  private static void requireNoPool(ZkPersonaProperties.Datasource datasource) {
    boolean isSet =
        Stream.of(
                datasource.maxConnections(),
                datasource.minConnections(),
                datasource.connectTimeout(),
                datasource.idleTimeout(),
                datasource.maxLifetime(),
                datasource.leakDetection(),
                datasource.sslMode(),
                datasource.testConnection(),
                datasource.retryAttempts(),
                datasource.retryDelay(),
                datasource.statementTimeout(),
                datasource.lockTimeout(),
                datasource.idleTransactionTimeout(),
                datasource.lostClientTimeout(),
                datasource.socketTimeout(),
                datasource.applicationName())
            .anyMatch(Objects::nonNull);
    if (isSet) {
      throw new ConfigurationException(
          DATASOURCE + "url",
          "not set, while other settings of the library's own pool are (expected: all or none of"
              + " them; the application's DataSource is configured by spring.datasource.*)");
    }
  }

  private static DatabaseConfig build(ZkPersonaProperties properties) {
    ZkPersonaProperties.Datasource datasource = properties.datasource();
    ZkPersonaProperties.Migration migration = properties.migration();
    Secret url = datasource.url();
    DatabaseConfigBuilder builder =
        url == null
            ? DatabaseConfig.forDataSource()
            : DatabaseConfig.builder().databaseUrl(url.reveal());
    set(properties.schema(), builder::schema);
    set(properties.findAllLimit(), builder::findAllLimit);
    set(properties.cursorKey(), builder::cursorKey);
    set(properties.closeTimeout(), builder::closeTimeout);
    set(properties.slowStatement(), builder::slowStatement);
    set(properties.transactionsEnabled(), builder::transactionsEnabled);
    set(datasource.replicaUrls(), urls -> builder.replicaUrls(List.of(urls.reveal())));
    set(datasource.maxConnections(), builder::maxConnections);
    set(datasource.minConnections(), builder::minConnections);
    set(datasource.connectTimeout(), builder::connectTimeout);
    set(datasource.idleTimeout(), builder::idleTimeout);
    set(datasource.maxLifetime(), builder::maxLifetime);
    set(datasource.leakDetection(), builder::leakDetection);
    set(datasource.sslMode(), builder::sslMode);
    set(datasource.testConnection(), builder::testConnection);
    set(datasource.retryAttempts(), builder::retryAttempts);
    set(datasource.retryDelay(), builder::retryDelay);
    set(datasource.statementTimeout(), builder::statementTimeout);
    set(datasource.lockTimeout(), builder::lockTimeout);
    set(datasource.idleTransactionTimeout(), builder::idleTransactionTimeout);
    set(datasource.lostClientTimeout(), builder::lostClientTimeout);
    set(datasource.socketTimeout(), builder::socketTimeout);
    set(datasource.applicationName(), builder::applicationName);
    set(migration.enabled(), builder::autoMigrate);
    set(migration.url(), builder::migrationUrl);
    set(migration.timeout(), builder::migrationTimeout);
    set(migration.lockTimeout(), builder::migrationLockTimeout);
    set(migration.baselineVersion(), builder::baselineVersion);
    return builder.build();
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }

  /** Names the property instead of the variable. */
  public static ConfigurationException named(ConfigurationException failure) {
    String variable = failure.variable();
    String property = PROPERTIES.get(variable);
    if (property == null) {
      return failure;
    }
    String rule =
        named(String.valueOf(failure.getMessage()).substring(variable.length() + ": ".length()));
    return new ConfigurationException(property, rule + unit(variable), failure);
  }

  private static String unit(String variable) {
    return variable.endsWith("_SECS")
        ? ", in seconds"
        : variable.endsWith("_MS") ? ", in milliseconds" : "";
  }

  /** Replaces the names of variables in a text by those of their properties. */
  public static String named(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(PROPERTIES.getOrDefault(found.group(), found.group())));
  }
}
