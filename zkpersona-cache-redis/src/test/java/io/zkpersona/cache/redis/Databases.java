package io.zkpersona.cache.redis;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.config.DatabaseConfigBuilder;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One PostgreSQL for all tests, with a schema for each class. */
final class Databases {

  private static final EmbeddedPostgres SERVER = EmbeddedPostgres.start();
  private static final long PAUSE_NANOS = 5_000_000;
  private static int schemas;

  private Databases() {}

  /** Returns a configuration with a schema of its own, which does not exist yet. */
  static synchronized DatabaseConfigBuilder config() {
    schemas++;
    return DatabaseConfig.builder()
        .databaseUrl(SERVER.url())
        .schema("s" + schemas)
        .maxConnections(8)
        .minConnections(0);
  }

  /** Polls until {@code condition} holds, for at most 30 seconds. */
  static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("never came: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
