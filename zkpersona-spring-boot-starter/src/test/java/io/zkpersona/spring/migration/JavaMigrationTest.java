package io.zkpersona.spring.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import io.zkpersona.storage.error.ConfigurationException;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application whose only migrations are beans, which its class path does not tell. */
class JavaMigrationTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    V1__Account account() {
      return new V1__Account();
    }
  }

  static final class V1__Account extends BaseJavaMigration {
    @Override
    public void migrate(Context context) throws Exception {
      try (var statement = context.getConnection().createStatement()) {
        statement.execute("CREATE TABLE account (name text)");
      }
    }
  }

  @Test
  void theyAreNotLeftOutSilently() {
    TestDatabase database = TestDatabase.create();
    if (!TestApplication.BOOT_4) {
      assertThatThrownBy(() -> TestApplication.run(Application.class, database))
          .hasRootCauseInstanceOf(ConfigurationException.class)
          .hasStackTraceContaining("spring.flyway.enabled: not set, while");
    }

    try (ConfigurableApplicationContext context =
        TestApplication.run(Application.class, database, "spring.flyway.enabled=true")) {
      assertThat(context.isActive()).isTrue();
      assertThat(database.hasTable("account")).isTrue();
    }
  }
}
