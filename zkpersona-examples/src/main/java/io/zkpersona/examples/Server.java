package io.zkpersona.examples;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.examples.data.InputException;
import io.zkpersona.storage.config.DatabaseConfig;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of the walk-through: the one named by the environment or, if none is named,
 * an embedded one that runs until this object is closed.
 */
final class Server implements AutoCloseable {

  private static final String URL = "DATABASE_URL";
  private static final String OTHER_URL = "POSTGRES_URL";

  private final DatabaseConfig config;
  private final @Nullable EmbeddedPostgres embedded;

  private Server(DatabaseConfig config, @Nullable EmbeddedPostgres embedded) {
    this.config = config;
    this.embedded = embedded;
  }

  /**
   * Reads the environment, and starts a server if it does not name one.
   *
   * @throws io.zkpersona.storage.error.ConfigurationException if a variable is invalid
   * @throws InputException if the server does not start
   */
  static Server of(Map<String, String> environment) {
    if (isSet(environment, URL) || isSet(environment, OTHER_URL)) {
      return new Server(DatabaseConfig.fromEnvironment(environment), null);
    }
    EmbeddedPostgres embedded = start();
    try {
      Map<String, String> completed = new HashMap<>(environment);
      completed.put(URL, embedded.url());
      return new Server(DatabaseConfig.fromEnvironment(completed), embedded);
    } catch (RuntimeException e) {
      embedded.close();
      throw e;
    }
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  private static EmbeddedPostgres start() {
    try {
      // Sessions plan for empty tables, and plan again with the first statistics, which a server
      // gathers after a minute by default.
      return EmbeddedPostgres.builder().setting("autovacuum_naptime", "1s").start();
    } catch (RuntimeException e) {
      throw new InputException(
          "the embedded PostgreSQL does not start (expected: a supported platform and free space in"
              + " the temporary directory, or DATABASE_URL set to your own server)",
          e);
    }
  }

  DatabaseConfig config() {
    return config;
  }

  /** Tells whether this server is deleted, with all its data, when it is closed. */
  boolean isEmbedded() {
    return embedded != null;
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
