package io.zkpersona.spring.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.spring.testing.TestApplication;
import io.zkpersona.spring.testing.TestDatabase;
import io.zkpersona.storage.DatabaseManager;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The host's migrations have a foreign key to the library's users. */
class MigrationOrderTest {

  private static final String FLYWAY = "spring.flyway.locations=classpath:host/flyway";
  private static final String HISTORY = "flyway_schema_history";

  private TestDatabase database;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @AutoConfigurationPackage
  static class JpaApplication {}

  /** An entity whose table JPA creates. */
  @Entity(name = "note")
  public static class Note {
    @Id long id;
  }

  @BeforeEach
  void create() {
    database = TestDatabase.create();
  }

  @Test
  void theHostsFlywayRefersToTheLibrarysTables() {
    try (ConfigurableApplicationContext context =
        TestApplication.run(Application.class, database, FLYWAY)) {
      assertThat(database.query("SELECT script FROM " + HISTORY))
          .containsExactly("V1__account.sql");
      assertThat(database.query("SELECT version FROM zkpersona.zkpersona_schema_history"))
          .contains("0001");
      assertThat(context.getBean(DatabaseManager.class).migrationStatus().isUpToDate()).isTrue();
    }
  }

  @Test
  void theHostsLiquibaseRefersToTheLibrarysTables() {
    try (ConfigurableApplicationContext context =
        TestApplication.runWithLiquibase(
            Application.class,
            database,
            "spring.liquibase.change-log=classpath:host/liquibase/changelog.sql")) {
      assertThat(context.isActive()).isTrue();
      assertThat(database.hasTable("account")).isTrue();
      assertThat(database.hasTable("zkpersona.databasechangelog")).isFalse();
    }
  }

  @Test
  void theHostsScriptsReferToTheLibrarysTables() {
    try (ConfigurableApplicationContext context =
        TestApplication.run(
            Application.class,
            database,
            "spring.sql.init.mode=always",
            "spring.sql.init.schema-locations=classpath:host/schema.sql")) {
      assertThat(context.isActive()).isTrue();
      assertThat(database.hasTable("account")).isTrue();
    }
  }

  @Test
  void jpaCreatesItsTablesAfterTheLibrary() {
    try (ConfigurableApplicationContext context =
        TestApplication.runWithJpa(
            JpaApplication.class, database, "spring.jpa.hibernate.ddl-auto=update")) {
      String factory = context.getBeanNamesForType(EntityManagerFactory.class)[0];
      BeanDefinition definition = context.getBeanFactory().getBeanDefinition(factory);
      assertThat(definition.getDependsOn()).contains("zkPersonaDatabaseManager");
      assertThat(database.hasTable("note")).isTrue();
    }
  }

  @Test
  void onRequestTheLibraryMigratesAfterTheHost() {
    assertThatThrownBy(
            () ->
                TestApplication.run(
                    Application.class,
                    database,
                    FLYWAY,
                    "zkpersona.migration.order=after-application"))
        .hasStackTraceContaining("zkpersona");
    assertThat(database.hasTable("zkpersona.users")).isFalse();
  }

  @Test
  void aHostWithoutFlywayStaysWithout() {
    database.execute("CREATE TABLE account (name text)");

    try (ConfigurableApplicationContext context =
        TestApplication.run(Application.class, database)) {
      assertThat(context.containsBean("flyway")).isFalse();
      assertThat(database.hasTable(HISTORY)).isFalse();
      assertThat(database.hasTable("zkpersona.users")).isTrue();
    }
  }

  @Test
  void aHostThatSwitchesItsFlywayOnHasIt() {
    try (ConfigurableApplicationContext context =
        TestApplication.run(Application.class, database, "spring.flyway.enabled=true")) {
      assertThat(context.containsBean("flyway")).isTrue();
      assertThat(database.hasTable(HISTORY)).isTrue();
    }
  }

  @Test
  void tablesWithoutAHistoryAreRefused() {
    database.execute("CREATE SCHEMA zkpersona");
    database.execute("CREATE TABLE zkpersona.anything (id bigint)");

    assertThatThrownBy(() -> TestApplication.run(Application.class, database))
        .hasStackTraceContaining("contains tables, but no migration history");
  }

  @Test
  void withoutMigratingAnOutdatedSchemaIsRefused() {
    assertThatThrownBy(
            () ->
                TestApplication.run(
                    Application.class, database, "zkpersona.migration.enabled=false"))
        .hasStackTraceContaining("MigrationException");
  }
}
