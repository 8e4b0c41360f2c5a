package io.zkpersona.storage.internal.migrate;

import io.zkpersona.storage.error.MigrationException;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.extensibility.Plugin;

/**
 * Checks for Flyway's plugins, which it finds through service files of the same name in several
 * jars. A shaded jar that does not merge these files keeps only one of them.
 */
final class FlywayPlugins {

  private static final String POSTGRES = "PostgreSQLDatabaseType";

  private FlywayPlugins() {}

  /**
   * Throws if a plugin that every migration needs is missing.
   *
   * @param schema the schema to be migrated
   * @throws MigrationException naming the jar whose plugins are missing, and the remedy
   */
  static void require(String schema) {
    List<? extends Class<?>> found;
    try {
      found =
          ServiceLoader.load(Plugin.class, Flyway.class.getClassLoader()).stream()
              .map(ServiceLoader.Provider::type)
              .toList();
    } catch (ServiceConfigurationError e) {
      throw missing(schema, "a plugin that its service file names");
    }
    if (found.stream().noneMatch(FlywayPlugins::isOfCore)) {
      throw missing(schema, "the plugins of flyway-core");
    }
    if (found.stream().noneMatch(plugin -> plugin.getSimpleName().equals(POSTGRES))) {
      throw missing(schema, "the plugin of flyway-database-postgresql");
    }
  }

  /** Compares with Flyway's actual package name, which may be relocated in a shaded jar. */
  private static boolean isOfCore(Class<?> plugin) {
    return plugin.getName().startsWith(Flyway.class.getPackageName() + ".");
  }

  private static MigrationException missing(String schema, String plugin) {
    return MigrationErrors.of(
        schema,
        "Flyway can't find "
            + plugin
            + " (expected: flyway-core and flyway-database-postgresql on the class path; a shaded"
            + " jar must merge their files META-INF/services/"
            + Plugin.class.getName()
            + ", with the ServicesResourceTransformer of maven-shade-plugin or mergeServiceFiles()"
            + " of Gradle's shadow plugin)");
  }
}
