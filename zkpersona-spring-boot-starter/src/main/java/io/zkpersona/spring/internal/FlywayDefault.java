package io.zkpersona.spring.internal;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Keeps Boot 3 from running Flyway for an application that does not use it. Boot 3 switches its own
 * Flyway on if the class path holds Flyway, which the library brings, and it then fails on a
 * database that has tables and no history. In Boot 4 that takes a module that the application
 * itself adds.
 *
 * <p>Sets {@code spring.flyway.enabled=false} as the weakest default if the application has no
 * {@code classpath:db/migration} and no {@code spring.flyway.*} property.
 */
public final class FlywayDefault implements EnvironmentPostProcessor, Ordered {

  static final String SOURCE = "zkpersona-defaults";
  static final String ENABLED = "spring.flyway.enabled";
  private static final String BOOT_3 =
      "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration";

  /** Called by Spring Boot. */
  public FlywayDefault() {}

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    ClassLoader loader = application.getClassLoader();
    if (ClassUtils.isPresent(BOOT_3, loader)
        && loader.getResource("db/migration") == null
        && !Binder.get(environment)
            .bind("spring.flyway", Bindable.mapOf(String.class, Object.class))
            .isBound()) {
      environment
          .getPropertySources()
          .addLast(new MapPropertySource(SOURCE, Map.of(ENABLED, "false")));
    }
  }

  /** Runs after the configuration files are read. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
