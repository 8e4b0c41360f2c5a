package io.zkpersona.spring.testing;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/** Runs applications, as {@code main} would. */
public final class TestApplication {

  public static final boolean BOOT_4 =
      ClassUtils.isPresent(
          "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration", null);

  private static final String JPA =
      BOOT_4
          ? "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
          : "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration";

  private static final String LIQUIBASE =
      BOOT_4
          ? "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration"
          : "org.springframework.boot.autoconfigure.liquibase.LiquibaseAutoConfiguration";

  private static final String FLYWAY = "spring.flyway.";

  private TestApplication() {}

  /** Runs an application with JDBC on a database. */
  public static ConfigurableApplicationContext run(
      Class<?> configuration, TestDatabase database, String... properties) {
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("spring.datasource.url=" + database.jdbcUrl());
    return start(configuration, all, JPA, LIQUIBASE);
  }

  /** Runs an application with JPA on a database. */
  public static ConfigurableApplicationContext runWithJpa(
      Class<?> configuration, TestDatabase database, String... properties) {
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("spring.datasource.url=" + database.jdbcUrl());
    return start(configuration, all, LIQUIBASE);
  }

  /** Runs an application with Liquibase on a database. */
  public static ConfigurableApplicationContext runWithLiquibase(
      Class<?> configuration, TestDatabase database, String... properties) {
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("spring.datasource.url=" + database.jdbcUrl());
    return start(configuration, all, JPA);
  }

  /** Runs an application that has or lacks DataSources by its own configuration. */
  public static ConfigurableApplicationContext runWithout(
      Class<?> configuration, String... properties) {
    return start(configuration, List.of(properties), JPA, LIQUIBASE);
  }

  /** Runs an application that has no DataSource. */
  public static ConfigurableApplicationContext runWithoutDataSource(
      Class<?> configuration, String... properties) {
    return start(
        configuration,
        List.of(properties),
        JPA,
        LIQUIBASE,
        (BOOT_4
                ? "org.springframework.boot.jdbc.autoconfigure."
                : "org.springframework.boot.autoconfigure.jdbc.")
            + "DataSourceAutoConfiguration");
  }

  private static ConfigurableApplicationContext start(
      Class<?> configuration, List<String> properties, String... excluded) {
    List<String> arguments = new ArrayList<>();
    properties.forEach(property -> arguments.add("--" + property));
    arguments.add("--spring.datasource.hikari.maximum-pool-size=4");
    arguments.add("--spring.datasource.hikari.minimum-idle=0");
    arguments.add("--logging.level.root=warn");
    arguments.add("--spring.main.banner-mode=off");
    arguments.add("--spring.data.jpa.repositories.enabled=false");
    List<String> without = new ArrayList<>(List.of(excluded));
    if (BOOT_4 && properties.stream().noneMatch(property -> property.startsWith(FLYWAY))) {
      // As if the application had not added the module.
      without.add("org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration");
    }
    arguments.add("--spring.autoconfigure.exclude=" + String.join(",", without));
    return new SpringApplicationBuilder(configuration)
        .web(WebApplicationType.NONE)
        .registerShutdownHook(false)
        .run(arguments.toArray(new String[0]));
  }
}
