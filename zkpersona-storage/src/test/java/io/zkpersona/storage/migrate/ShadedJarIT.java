package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flyway's plugins in a shaded jar whose service files were not merged. */
@NewestServerOnly
class ShadedJarIT {

  private static final String SERVICES = "META-INF/services/org.flywaydb.core.extensibility.Plugin";

  /** Loads all classes anew, with the service files of only one jar, or of none. */
  private static final class Shaded extends URLClassLoader {

    private final String kept;

    Shaded(String kept) {
      super(classPath(), ClassLoader.getPlatformClassLoader());
      this.kept = kept;
    }

    private static URL[] classPath() {
      return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(
              entry -> {
                try {
                  return Path.of(entry).toUri().toURL();
                } catch (MalformedURLException e) {
                  throw new AssertionError(e);
                }
              })
          .toArray(URL[]::new);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      List<URL> found = Collections.list(super.getResources(name));
      if (name.equals(SERVICES)) {
        found.removeIf(url -> !url.toString().contains("/" + kept + "-"));
      }
      return Collections.enumeration(found);
    }

    void open(String url) throws Throwable {
      Class<?> process = loadClass(OpeningProcess.class.getName());
      Method open = process.getDeclaredMethod("open", String.class);
      open.setAccessible(true);
      try {
        open.invoke(null, url);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "flyway-core, plugin of flyway-database-postgresql",
    "flyway-database-postgresql, plugins of flyway-core",
    "nothing, plugins of flyway-core"
  })
  void thePluginsThatAreMissingAreNamedWithTheRemedy(String kept, String missing)
      throws IOException {
    try (TestDatabase database = TestDatabase.empty();
        Shaded loader = new Shaded(kept)) {
      Throwable refused = catchThrowable(() -> loader.open(database.url()));

      assertThat(refused.getClass().getSimpleName()).isEqualTo("MigrationException");
      assertThat(refused)
          .hasMessageContaining(missing)
          .hasMessageContaining(SERVICES)
          .hasMessageContaining("ServicesResourceTransformer")
          .hasMessageContaining("mergeServiceFiles()");
    }
  }

  @Test
  void whereNothingIsToBeAppliedFlywayIsNotNeeded() throws Throwable {
    try (TestDatabase database = TestDatabase.migrated();
        Shaded loader = new Shaded("nothing")) {
      loader.open(database.url());

      try (DatabaseManager manager = database.open()) {
        assertThat(manager.migrationStatus().isUpToDate()).isTrue();
      }
    }
  }
}
