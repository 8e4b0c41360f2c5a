package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zkpersona.domain.user.User;
import io.zkpersona.junit.DatabasePer;
import io.zkpersona.junit.TestDatabase;
import io.zkpersona.junit.ZkPersonaExtension;
import io.zkpersona.junit.fixtures.StoredFixtures;
import io.zkpersona.storage.repository.UserRepository;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MethodTest {

  @RegisterExtension
  static final ZkPersonaExtension DATABASE =
      ZkPersonaExtension.builder()
          .database(DatabasePer.METHOD)
          .script("db/service.sql")
          .poolSize(2)
          .config(config -> config.findAllLimit(100))
          .build();

  @RepeatedTest(16)
  void everyInvocationHasItsOwnRows(
      StoredFixtures fixtures, UserRepository users, DataSource dataSource) throws SQLException {
    User user = fixtures.user();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO subscriptions VALUES (?, 'gold')")) {
      insert.setObject(1, user.id().value());
      assertEquals(1, insert.executeUpdate());
    }
    assertEquals(1, users.count());
  }

  @Test
  void aServiceThatOpensItsOwnManagerGetsAUrl(TestDatabase database, StoredFixtures fixtures) {
    fixtures.users(3);
    try (Service service = Service.start(database.url())) {
      assertEquals(3, service.people());
    }
  }
}
