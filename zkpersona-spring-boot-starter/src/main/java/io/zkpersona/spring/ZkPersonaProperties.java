package io.zkpersona.spring;

import io.zkpersona.storage.config.Secret;
import io.zkpersona.storage.config.SslMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The {@code zkpersona.*} properties. A null component leaves the library's default. Immutable;
 * {@code toString} masks secrets.
 *
 * @param enabled Whether to configure the library.
 * @param schema Schema of the library's tables.
 * @param findAllLimit Maximum number of rows of an unpaged read, beyond which it fails.
 * @param cursorKey Key that signs cursors against forgery, 16 to 1024 characters.
 * @param closeTimeout How long closing waits for running work, in whole seconds.
 * @param slowStatement Duration from which a call is logged as slow, in whole milliseconds; zero
 *     means never.
 * @param transactionsEnabled Whether callers may open transactions with DatabaseManager.
 * @param datasource Where the library connects to.
 * @param migration How the schema is migrated.
 * @param metrics Meters, with zkpersona-micrometer on the class path.
 * @param observations Spans, with zkpersona-micrometer and a tracer on the class path.
 */
@ConfigurationProperties(prefix = "zkpersona", ignoreUnknownFields = false)
public record ZkPersonaProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String schema,
    @Nullable Integer findAllLimit,
    @Nullable Secret cursorKey,
    @Nullable Duration closeTimeout,
    @Nullable Duration slowStatement,
    @Nullable Boolean transactionsEnabled,
    @DefaultValue Datasource datasource,
    @DefaultValue Migration migration,
    @DefaultValue Metrics metrics,
    @DefaultValue Observations observations) {

  /**
   * Meters, with zkpersona-micrometer on the class path.
   *
   * @param enabled Whether to record meters.
   */
  public record Metrics(@DefaultValue("true") boolean enabled) {}

  /**
   * Spans, with zkpersona-micrometer and a tracer on the class path.
   *
   * @param enabled Whether to observe operations as spans.
   */
  public record Observations(@DefaultValue("true") boolean enabled) {}

  /**
   * Where the library connects to: a DataSource of the application, or a pool that only the library
   * uses. All components but {@code name} configure that pool and those of replicas, and need
   * {@code url} or {@code replicaUrls}.
   *
   * @param name Name of the DataSource bean to use, if the application has several and none is
   *     primary.
   * @param url URL of the library's own pool, as
   *     postgresql://user:password@host:port/database?parameter=value. Its calls can't join
   *     transactions of the application.
   * @param replicaUrls URLs of read replicas, separated by commas, each with a pool like the
   *     library's own.
   * @param maxConnections Maximum number of connections in the library's own pool.
   * @param minConnections Number of idle connections that the library's own pool keeps ready.
   * @param connectTimeout How long a caller waits for a connection, in whole seconds.
   * @param idleTimeout How long an idle connection is kept, in whole seconds; zero means forever.
   * @param maxLifetime Maximum age of a connection, in whole seconds; zero means unlimited.
   * @param leakDetection How long a connection may be in use before a leak is reported, in whole
   *     seconds; zero disables the report.
   * @param sslMode TLS mode.
   * @param testConnection Whether opening tests a connection.
   * @param retryAttempts Number of connection attempts on opening, including the first.
   * @param retryDelay Pause before the next attempt, in whole milliseconds.
   * @param statementTimeout How long a statement may run, in whole milliseconds; zero means no
   *     limit.
   * @param lockTimeout How long a statement waits for a lock, in whole milliseconds; zero means no
   *     limit.
   * @param idleTransactionTimeout How long a transaction may be idle before the server ends its
   *     session, in whole milliseconds; zero means no limit.
   * @param lostClientTimeout How long the server keeps the session of a client that no longer
   *     answers, in whole seconds; zero uses the default of the server's operating system.
   * @param socketTimeout How long the driver waits for data from the server, in whole seconds.
   * @param applicationName Application name of the sessions on the server.
   */
  public record Datasource(
      @Nullable String name,
      @Nullable Secret url,
      @Nullable Secret replicaUrls,
      @Nullable Integer maxConnections,
      @Nullable Integer minConnections,
      @Nullable Duration connectTimeout,
      @Nullable Duration idleTimeout,
      @Nullable Duration maxLifetime,
      @Nullable Duration leakDetection,
      @Nullable SslMode sslMode,
      @Nullable Boolean testConnection,
      @Nullable Integer retryAttempts,
      @Nullable Duration retryDelay,
      @Nullable Duration statementTimeout,
      @Nullable Duration lockTimeout,
      @Nullable Duration idleTransactionTimeout,
      @Nullable Duration lostClientTimeout,
      @Nullable Duration socketTimeout,
      @Nullable String applicationName) {}

  /**
   * How the schema is migrated.
   *
   * @param enabled Whether starting the application applies pending migrations. If not, it only
   *     checks that there are none.
   * @param order Whether the library migrates before or after the application's Flyway, Liquibase,
   *     scripts and JPA.
   * @param url URL that migrations use instead, to use another role or to bypass a pooler.
   * @param timeout How long a statement of a migration may run, and how long starting waits for
   *     another instance that migrates, in whole seconds.
   * @param lockTimeout How long a migration waits for a lock before it is retried, in whole
   *     milliseconds.
   * @param baselineVersion Migration version at which an existing database without a migration
   *     history is adopted.
   */
  public record Migration(
      @Nullable Boolean enabled,
      @DefaultValue("before-application") Order order,
      @Nullable Secret url,
      @Nullable Duration timeout,
      @Nullable Duration lockTimeout,
      @Nullable Integer baselineVersion) {

    /** When the library migrates. */
    public enum Order {
      /** Before the application, whose migrations may refer to the library's tables. */
      BEFORE_APPLICATION,
      /** After the application. */
      AFTER_APPLICATION
    }
  }
}
