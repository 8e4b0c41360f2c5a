package io.zkpersona.benchmarks.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.embedded.EmbeddedPostgres;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The PostgreSQL server of a run, and identical connection pools for it. Closing stops the server.
 */
public final class Server implements AutoCloseable {

  /** The number of connections per candidate. */
  public static final int POOL_SIZE = 8;

  /** The schema created by the library's migrations. */
  public static final String SCHEMA = "zkpersona";

  private final EmbeddedPostgres postgres;
  private final Map<String, String> settings;

  private Server(EmbeddedPostgres postgres, Map<String, String> settings) {
    this.postgres = postgres;
    this.settings = settings;
  }

  /**
   * Starts a server. Tables are vacuumed between measurements, not during them.
   *
   * @param sharedBuffers the buffer cache, in the notation of {@code postgresql.conf}
   * @param synchronousCommit {@code on} to wait for the disk at each commit, else {@code off}
   */
  public static Server start(String sharedBuffers, String synchronousCommit) {
    return start(sharedBuffers, synchronousCommit, "off");
  }

  /** Starts a server, in which autovacuum is {@code on} or {@code off}. */
  public static Server start(String sharedBuffers, String synchronousCommit, String autovacuum) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("shared_buffers", sharedBuffers);
    settings.put("max_wal_size", "8GB");
    settings.put("checkpoint_timeout", "30min");
    settings.put("synchronous_commit", synchronousCommit);
    settings.put("fsync", "on");
    settings.put("full_page_writes", "on");
    settings.put("autovacuum", autovacuum);
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    settings.forEach(builder::setting);
    return new Server(builder.start(), settings);
  }

  /** Returns the settings that differ from the defaults. */
  public Map<String, String> settings() {
    return Collections.unmodifiableMap(settings);
  }

  /** Returns the address of the database, with the driver settings that all candidates use. */
  public String jdbcUrl() {
    return postgres.jdbcUrl("postgres")
        + "&currentSchema="
        + SCHEMA
        + "&reWriteBatchedInserts=true";
  }

  /** Returns the address of the database in the form that the library takes. */
  public String url() {
    return postgres.url("postgres");
  }

  /** Returns the port of the server on the loopback interface. */
  public int port() {
    return postgres.port();
  }

  /** Opens a pool with one connection, which is created at once, through a proxy of the server. */
  public HikariDataSource poolThrough(String name, int proxyPort) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(jdbcUrl().replace(":" + port() + "/", ":" + proxyPort + "/"));
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }

  /** Opens a pool of {@link #POOL_SIZE} connections. */
  public HikariDataSource pool(String name) {
    return pool(name, jdbcUrl());
  }

  /**
   * Opens a pool like {@link #pool(String)}, on which each commit waits for the disk regardless of
   * the server's setting.
   */
  public HikariDataSource waitingPool(String name) {
    return pool(name, jdbcUrl() + "&options=-c%20synchronous_commit%3Don");
  }

  /** Opens a pool of {@link #POOL_SIZE} connections to a running server. */
  public static HikariDataSource pool(String name, String jdbcUrl) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(jdbcUrl);
    config.setMaximumPoolSize(POOL_SIZE);
    return new HikariDataSource(config);
  }

  @Override
  public void close() {
    postgres.close();
  }
}
