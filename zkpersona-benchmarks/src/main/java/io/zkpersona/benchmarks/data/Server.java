package io.zkpersona.benchmarks.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zkpersona.embedded.EmbeddedPostgres;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The PostgreSQL of a run, and pools to it that are all alike. Closing it stops the server. */
public final class Server implements AutoCloseable {

  /** How many connections each candidate has. */
  public static final int POOL_SIZE = 8;

  /** The schema that the library's migrations make. */
  public static final String SCHEMA = "zkpersona";

  private final EmbeddedPostgres postgres;
  private final Map<String, String> settings;

  private Server(EmbeddedPostgres postgres, Map<String, String> settings) {
    this.postgres = postgres;
    this.settings = settings;
  }

  /**
   * Starts a server.
   *
   * @param sharedBuffers its cache, as {@code postgresql.conf} writes it
   * @param synchronousCommit {@code on} to wait for the disk at each commit, else {@code off}
   */
  public static Server start(String sharedBuffers, String synchronousCommit) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("shared_buffers", sharedBuffers);
    settings.put("max_wal_size", "8GB");
    settings.put("checkpoint_timeout", "30min");
    settings.put("synchronous_commit", synchronousCommit);
    settings.put("fsync", "on");
    settings.put("full_page_writes", "on");
    // Tables are vacuumed between the measurements instead of during them.
    settings.put("autovacuum", "off");
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    settings.forEach(builder::setting);
    return new Server(builder.start(), settings);
  }

  /** What the server was told beyond its defaults. */
  public Map<String, String> settings() {
    return Collections.unmodifiableMap(settings);
  }

  /** The address of the run's database, with the settings of the driver that all candidates use. */
  public String jdbcUrl() {
    return postgres.jdbcUrl("postgres")
        + "&currentSchema="
        + SCHEMA
        + "&reWriteBatchedInserts=true";
  }

  /** A new pool of {@link #POOL_SIZE} connections. */
  public HikariDataSource pool(String name) {
    return pool(name, jdbcUrl());
  }

  /** As {@link #pool(String)}, but each commit waits for the disk, whatever the server was told. */
  public HikariDataSource waitingPool(String name) {
    return pool(name, jdbcUrl() + "&options=-c%20synchronous_commit%3Don");
  }

  /** A new pool of {@link #POOL_SIZE} connections to a server that runs already. */
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
