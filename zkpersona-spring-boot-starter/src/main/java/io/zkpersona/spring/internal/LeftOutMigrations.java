package io.zkpersona.spring.internal;

import io.zkpersona.storage.error.ConfigurationException;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/** Finds migrations of the application that {@link FlywayDefault} would leave out. */
public final class LeftOutMigrations {

  private LeftOutMigrations() {}

  /**
   * Requires that there are none.
   *
   * @throws ConfigurationException if the application has migrations in Java
   */
  public static void requireNone(ConfigurableEnvironment environment, ListableBeanFactory beans) {
    // Both names are constants: where FlywayDefault has no part, its class is not loaded.
    if (environment.getPropertySources().contains(FlywayDefault.SOURCE)
        && !environment.getProperty(FlywayDefault.ENABLED, Boolean.class, true)
        && beans.getBeanNamesForType(JavaMigration.class, true, false).length > 0) {
      throw new ConfigurationException(
          FlywayDefault.ENABLED,
          "not set, while the application has migrations in Java and none in"
              + " classpath:db/migration (expected: true, to run them)");
    }
  }
}
