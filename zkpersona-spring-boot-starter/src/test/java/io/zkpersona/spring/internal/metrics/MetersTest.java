package io.zkpersona.spring.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.zkpersona.micrometer.MetricsListener;
import io.zkpersona.micrometer.ZkPersonaMetrics;
import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import io.zkpersona.storage.listener.FinishedMigration;
import io.zkpersona.storage.listener.StorageListener;
import io.zkpersona.storage.repository.UserRepository;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class MetersTest {

  private TestDatabase database;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Listening {

    private final List<String> migrations = new ArrayList<>();

    @Bean
    StorageListener migrationsListener() {
      return new StorageListener() {
        @Override
        public void migrationFinished(FinishedMigration migration) {
          migrations.add(migration.version());
        }
      };
    }

    @Bean
    List<String> migrations() {
      return migrations;
    }
  }

  @BeforeEach
  void create() {
    database = TestDatabase.create();
  }

  @Test
  void operationsPoolAndMigrationsAreMetersOfTheApplication() {
    try (ConfigurableApplicationContext context =
        TestApplication.run(Application.class, database)) {
      context.getBean(UserRepository.class).count();
      MeterRegistry registry = context.getBean(MeterRegistry.class);

      assertThat(
              registry.get("zkpersona.operation").tag("operation", "users.count").timer().count())
          .isOne();
      assertThat(registry.get("zkpersona.pool.max").gauge().value()).isEqualTo(4);
      assertThat(registry.get("zkpersona.migration").timers()).isNotEmpty();
      assertThat(registry.find("zkpersona.queue.inputs").gauges()).hasSize(3);
    }
  }

  @Test
  void metersAreSwitchedOff() {
    try (ConfigurableApplicationContext context =
        TestApplication.run(Application.class, database, "zkpersona.metrics.enabled=false")) {
      assertThat(context.getBeansOfType(MetricsListener.class)).isEmpty();
      assertThat(context.getBeansOfType(ZkPersonaMetrics.class)).isEmpty();
      assertThat(context.getBean(MeterRegistry.class).find("zkpersona.operation").timers())
          .isEmpty();
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void aListenerOfTheApplicationIsCalledFromTheFirstMigrationOn() {
    try (ConfigurableApplicationContext context = TestApplication.run(Listening.class, database)) {
      assertThat((List<String>) context.getBean("migrations")).startsWith("0001").contains("0021");
    }
  }
}
