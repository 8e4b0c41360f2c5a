package io.zkpersona.spring.internal;

import io.zkpersona.spring.ZkPersonaAutoConfiguration;
import io.zkpersona.spring.ZkPersonaProperties.Migration.Order;
import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.init.dependency.DatabaseInitializerDetector;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Tells Spring Boot that opening the manager initializes the database. Boot then orders it before
 * or after Flyway, Liquibase and scripts, and all of them before the beans that need the tables.
 */
public final class MigrationOrder implements DatabaseInitializerDetector {

  private final Order order;

  /** Called by Spring Boot. */
  public MigrationOrder(Environment environment) {
    this.order =
        Binder.get(environment)
            .bind("zkpersona.migration.order", Order.class)
            .orElse(Order.BEFORE_APPLICATION);
  }

  @Override
  public Set<String> detect(ConfigurableListableBeanFactory beans) {
    return beans.containsBeanDefinition(ZkPersonaAutoConfiguration.MANAGER)
        ? Set.of(ZkPersonaAutoConfiguration.MANAGER)
        : Set.of();
  }

  @Override
  public int getOrder() {
    return order == Order.BEFORE_APPLICATION
        ? Ordered.HIGHEST_PRECEDENCE
        : Ordered.LOWEST_PRECEDENCE;
  }
}
