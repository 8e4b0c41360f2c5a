package io.zkpersona.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.spring.testing.Names;
import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.error.ConfigurationException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.AccessControl;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.SignIn;
import io.zkpersona.storage.repository.UserRepository;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class AutoConfigurationTest {

  private static TestDatabase database;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class TwoDataSources {

    @Bean
    DataSource first() {
      return new DriverManagerDataSource(database.jdbcUrl());
    }

    @Bean
    DataSource second() {
      return new DriverManagerDataSource(database.jdbcUrl());
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class OwnManager {

    @Bean
    DatabaseManager own(DataSource dataSource) {
      return DatabaseManager.using(dataSource, DatabaseConfig.forDataSource().build());
    }
  }

  /** A Spring Data repository of an application often has this name. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class SameNames {

    @Bean
    String userRepository() {
      return "the application's";
    }

    @Bean
    String repositories() {
      return "the application's";
    }
  }

  @BeforeAll
  static void create() {
    database = TestDatabase.create();
  }

  @Test
  void everyRepositoryIsABean() {
    try (ConfigurableApplicationContext context =
        TestApplication.run(Application.class, database)) {
      List<Class<?>> types =
          Arrays.stream(Repositories.class.getMethods())
              .filter(method -> method.getParameterCount() == 0)
              .<Class<?>>map(Method::getReturnType)
              .toList();

      assertThat(types).hasSizeGreaterThan(12).allSatisfy(type -> context.getBean(type));
      assertThat(
              List.of(
                  context.getBean(WorkQueue.class),
                  context.getBean(AccessControl.class),
                  context.getBean(SignIn.class)))
          .hasSize(3);
    }
  }

  @Test
  void anApplicationsOwnBeansKeepTheirNames() {
    try (ConfigurableApplicationContext context = TestApplication.run(SameNames.class, database)) {
      assertThat(context.getBean("userRepository")).isEqualTo("the application's");
      assertThat(context.getBean(UserRepository.class).count()).isNotNegative();
    }
  }

  @Test
  void anApplicationsOwnManagerTakesThePlace() {
    try (ConfigurableApplicationContext context = TestApplication.run(OwnManager.class, database)) {
      assertThat(context.getBeanNamesForType(DatabaseManager.class)).containsExactly("own");
      assertThat(context.getBean(UserRepository.class).count()).isNotNegative();
    }
  }

  @Test
  void disabledItLeavesNothing() {
    try (ConfigurableApplicationContext context =
        TestApplication.run(Application.class, database, "zkpersona.enabled=false")) {
      assertThat(context.getBeanNamesForType(DatabaseManager.class)).isEmpty();
      assertThat(context.getBeanNamesForType(Repositories.class)).isEmpty();
    }
  }

  @Test
  void closingTheContextClosesTheManagerBeforeThePool() {
    ConfigurableApplicationContext context = TestApplication.run(Application.class, database);
    DatabaseManager manager = context.getBean(DatabaseManager.class);
    Names.create(manager.repositories().users(), "closing");

    context.close();

    assertThat(manager.health())
        .isInstanceOf(io.zkpersona.storage.health.HealthStatus.Uninitialized.class);
  }

  @Test
  void aPoolOfItsOwnIsBesideTheApplications() {
    TestDatabase own = TestDatabase.create();
    TestDatabase applications = TestDatabase.create();
    try (ConfigurableApplicationContext context =
        TestApplication.run(
            Application.class,
            applications,
            "zkpersona.datasource.url=" + own.url(),
            "zkpersona.datasource.max-connections=3",
            "zkpersona.datasource.connect-timeout=7s",
            "zkpersona.datasource.ssl-mode=disable",
            "zkpersona.schema=people")) {
      DatabaseManager manager = context.getBean(DatabaseManager.class);
      assertThat(manager.poolStats().orElseThrow().maximum()).isEqualTo(3);
      assertThat(own.hasTable("people.users")).isTrue();
      assertThat(applications.hasTable("people.users")).isFalse();

      new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
          .executeWithoutResult(
              status ->
                  assertThatThrownBy(() -> manager.repositories().users().count())
                      .isInstanceOf(TransactionException.class));
      assertThat(manager.repositories().users().count()).isZero();
    }
  }

  @Test
  void aPoolOfItsOwnNeedsNoDataSource() {
    try (ConfigurableApplicationContext context =
        TestApplication.runWithoutDataSource(
            Application.class, "zkpersona.datasource.url=" + database.url())) {
      assertThat(context.getBeanNamesForType(DataSource.class)).isEmpty();
      assertThat(context.getBean(UserRepository.class).count()).isNotNegative();
    }
  }

  @Test
  void withoutAnyDataSourceThePropertiesAreNamed() {
    assertThatThrownBy(() -> TestApplication.runWithoutDataSource(Application.class))
        .hasStackTraceContaining("spring.datasource.url: the application has no DataSource");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "zkpersona.schema=Bad Name | zkpersona.schema: Bad Name (expected: lowercase letters",
        "zkpersona.find-all-limit=0 | zkpersona.find-all-limit: 0 (expected: ",
        "zkpersona.close-timeout=1500ms | zkpersona.close-timeout: PT1.5S (expected: whole seconds",
        "zkpersona.cursor-key=short | zkpersona.cursor-key: 5 characters (expected: 16..1024",
        "zkpersona.migration.timeout=0s | zkpersona.migration.timeout: 0 (expected: ",
        "zkpersona.migration.url=nonsense | zkpersona.migration.url: ",
        "zkpersona.datasource.max-connections=3 | zkpersona.datasource.url: not set, while",
        "zkpersona.datasource.name=nobody | zkpersona.datasource.name: no DataSource has this name"
            + " (expected: one of dataSource)",
      })
  void anInvalidPropertyIsNamed(String property, String message) {
    assertThatThrownBy(() -> TestApplication.run(Application.class, database, property))
        .hasStackTraceContaining(message.strip());
  }

  @Test
  void aMisspeltPropertyIsNamed() {
    assertThatThrownBy(
            () -> TestApplication.run(Application.class, database, "zkpersona.shema=people"))
        .hasStackTraceContaining("zkpersona.shema");
  }

  @Test
  void aPasswordIsNotShown() {
    assertThatThrownBy(
            () ->
                TestApplication.run(
                    Application.class,
                    database,
                    "zkpersona.datasource.url=postgresql://user:hush@host:99999/database"))
        .hasStackTraceContaining("zkpersona.datasource.url")
        .satisfies(failure -> assertThat(trace(failure)).doesNotContain("hush"));
  }

  private static String trace(Throwable failure) {
    java.io.StringWriter text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  @Test
  void severalDataSourcesWithoutAPrimaryOneAreRefusedByName() {
    assertThatThrownBy(() -> TestApplication.runWithout(TwoDataSources.class))
        .hasRootCauseInstanceOf(ConfigurationException.class)
        .hasStackTraceContaining(
            "zkpersona.datasource.name: not set, and no DataSource is primary (expected: one of"
                + " first, second)");
    try (ConfigurableApplicationContext context =
        TestApplication.runWithout(TwoDataSources.class, "zkpersona.datasource.name=second")) {
      assertThat(context.getBean(UserRepository.class).count()).isNotNegative();
    }
  }

  @Test
  void aNameAndAUrlTogetherAreRefused() {
    assertThatThrownBy(
            () ->
                TestApplication.run(
                    Application.class,
                    database,
                    "zkpersona.datasource.name=dataSource",
                    "zkpersona.datasource.url=" + database.url()))
        .hasStackTraceContaining("set together with zkpersona.datasource.url");
  }
}
