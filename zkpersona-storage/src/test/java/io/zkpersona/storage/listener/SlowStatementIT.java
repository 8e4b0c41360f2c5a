package io.zkpersona.storage.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.DuplicateEntityException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NewestServerOnly
class SlowStatementIT {

  private static final String LOGGER = "io.zkpersona.storage.slow";
  private static final String MARKER = "marker-7f3a";
  private static final String SLEEP =
      "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
          + " 'BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END';"
          + "CREATE TRIGGER slow BEFORE INSERT ON zkpersona.users"
          + " FOR EACH ROW EXECUTE FUNCTION slow()";

  private TestDatabase database;

  @BeforeEach
  void create() {
    database = TestDatabase.migrated();
    database.execute(SLEEP);
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void aSlowCallIsOneLineWithoutItsValues() {
    try (LogCapture log = new LogCapture();
        DatabaseManager manager = open(Duration.ofMillis(50))) {
      manager.repositories().users().create(named());

      assertThat(log.lines(LOGGER)).hasSize(1);
      assertThat(log.lines(LOGGER).get(0))
          .contains("WARN")
          .containsPattern("slow: users.save took \\d+ ms, 1 rows$");

      assertThatThrownBy(() -> manager.repositories().users().create(named()))
          .isInstanceOf(DuplicateEntityException.class);
      assertThat(log.lines(LOGGER).get(1))
          .containsPattern("slow: users.save took \\d+ ms, 0 rows, ZKP-201$");
      assertThat(log.text()).doesNotContain(MARKER);
    }
  }

  @Test
  void streamsAndTransactionsAreNotLoggedForTheTimeOfTheirCaller() {
    try (LogCapture log = new LogCapture();
        DatabaseManager manager = open(Duration.ofMillis(50))) {
      manager.inTransaction(tx -> tx.users().create(named()));
      try (Stream<User> stream = manager.repositories().users().stream()) {
        stream.forEach(user -> database.query("SELECT pg_sleep(0.06)"));
      }

      assertThat(log.lines(LOGGER)).hasSize(1);
      assertThat(log.lines(LOGGER).get(0)).contains("users.save");
    }
  }

  @Test
  void nothingIsLoggedByDefault() {
    try (LogCapture log = new LogCapture();
        DatabaseManager manager = database.open()) {
      manager.repositories().users().create(named());

      assertThat(log.lines(LOGGER)).isEmpty();
    }
  }

  private DatabaseManager open(Duration slow) {
    return DatabaseManager.open(database.config().slowStatement(slow).build());
  }

  private static CreateUserRequest named() {
    return CreateUserRequest.builder().username(new Username(MARKER)).build();
  }
}
