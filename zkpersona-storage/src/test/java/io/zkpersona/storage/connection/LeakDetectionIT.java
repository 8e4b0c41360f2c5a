package io.zkpersona.storage.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections held too long are reported with the place that acquired them. */
@NewestServerOnly
class LeakDetectionIT {

  private static TestDatabase database;

  @BeforeAll
  static void open() {
    database = TestDatabase.migrated();
    database.execute("INSERT INTO zkpersona.users (username) VALUES ('marker-of-a-row')");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static DatabaseManager watching(Duration limit) {
    return DatabaseManager.open(database.config().leakDetection(limit).build());
  }

  @Test
  void anUnclosedStreamIsReportedWithThePlaceThatTookIt() {
    try (LogCapture log = new LogCapture();
        DatabaseManager manager = watching(Duration.ofSeconds(2))) {
      Stream<User> forgotten = forgettingToClose(manager);
      Iterator<User> rows = forgotten.iterator();
      assertThat(rows.hasNext()).isTrue();

      Eventually.holds("the report", () -> log.text().contains("forgettingToClose"));

      assertThat(log.lines("leak detection triggered"))
          .hasSize(1)
          .first()
          .asString()
          .contains("WARN");
      assertThat(rows.next()).as("nothing is done to it").isNotNull();
      forgotten.close();
      assertThat(log.text()).doesNotContain("marker-of-a-row").doesNotContainIgnoringCase("select");
    }
  }

  private static Stream<User> forgettingToClose(DatabaseManager manager) {
    return manager.repositories().users().stream();
  }

  @Test
  void aLentConnectionIsReportedWhileItIsHeld() {
    try (LogCapture log = new LogCapture();
        DatabaseManager manager = watching(Duration.ofSeconds(2))) {
      manager.withConnection(
          connection -> {
            Eventually.holds("the report", () -> log.text().contains("aLentConnectionIsReported"));
            return true;
          });
    }
  }

  @Test
  void withoutItNothingIsWatched() {
    try (DatabaseManager manager = DatabaseManager.open(database.config().build())) {
      assertThat(database.config().build().leakDetection()).isZero();
      assertThat(manager.repositories().users().count()).isEqualTo(1);
    }
  }
}
