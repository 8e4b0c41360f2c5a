package consumer;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import java.util.Map;

/** The service under test, which reads its configuration from the environment. */
record Service(DatabaseManager database) implements AutoCloseable {

  static Service start(String url) {
    return new Service(
        DatabaseManager.open(DatabaseConfig.fromEnvironment(Map.of("DATABASE_URL", url))));
  }

  long people() {
    return database.repositories().users().count();
  }

  @Override
  public void close() {
    database.close();
  }
}
