package io.zkpersona.spring.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import io.zkpersona.storage.DatabaseManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class HealthReportTest {

  private static final String INDICATOR = "zkpersonaHealthIndicator";

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Test
  void itTellsTheVersionAndThePoolAndNothingSecret() {
    TestDatabase database = TestDatabase.create();
    try (ConfigurableApplicationContext context =
        TestApplication.run(Application.class, database)) {
      assertThat(context.containsBean(INDICATOR)).isTrue();
      DatabaseManager manager = context.getBean(DatabaseManager.class);

      HealthReport report = HealthReport.of(manager);

      assertThat(report.state()).isEqualTo(HealthReport.State.UP);
      assertThat(report.details())
          .containsEntry("schema", "zkpersona")
          .containsEntry("schemaVersion", manager.migrationStatus().latest())
          .containsEntry("pendingMigrations", 0L)
          .containsOnlyKeys(
              "roundTripMillis", "schema", "schemaVersion", "pendingMigrations", "pool");
      assertThat((Map<?, ?>) report.details().get("pool")).hasSize(5);
      assertThat(report.toString()).doesNotContain("localhost", "postgres");

      manager.close();
      assertThat(HealthReport.of(manager).state()).isEqualTo(HealthReport.State.DOWN);
      assertThat(HealthReport.of(manager).details()).containsKey("reason");
    }
  }

  @Test
  void aServerThatTakesNoWritesIsOutOfService() {
    TestDatabase database = TestDatabase.create();
    TestApplication.run(Application.class, database).close();
    String name = database.query("SELECT current_database()").get(0);
    database.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on");

    try (ConfigurableApplicationContext context =
        TestApplication.run(Application.class, database)) {
      HealthReport report = HealthReport.of(context.getBean(DatabaseManager.class));

      assertThat(report.state()).isEqualTo(HealthReport.State.OUT_OF_SERVICE);
      assertThat(report.details()).containsKeys("reason", "schemaVersion");
    }
  }

  @Test
  void itCanBeSwitchedOff() {
    try (ConfigurableApplicationContext context =
        TestApplication.run(
            Application.class,
            TestDatabase.create(),
            "management.health.zkpersona.enabled=false")) {
      assertThat(context.containsBean(INDICATOR)).isFalse();
    }
  }
}
