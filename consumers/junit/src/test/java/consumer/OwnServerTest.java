package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zkpersona.embedded.EmbeddedPostgres;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import org.junit.jupiter.api.Test;

class OwnServerTest {

  @Test
  void aServerWithoutTheExtension() {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        DatabaseManager database =
            DatabaseManager.open(DatabaseConfig.builder().databaseUrl(server.url()).build())) {
      assertEquals(0, database.repositories().users().count());
    }
  }
}
