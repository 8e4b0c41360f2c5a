package io.zkpersona.storage.internal.migrate;

import io.zkpersona.storage.internal.migrate.AppliedMigrations.LibraryMigration;
import java.io.Reader;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Gives Flyway the scripts of this library's migrations by their names, which follow from the
 * versions and descriptions that the build recorded. Flyway would scan the class path for them,
 * where it finds nothing in a native image.
 */
final class LibraryScripts implements ResourceProvider {

  /** The folder of the scripts in the jar. */
  static final String FOLDER = "zkpersona-migrations";

  private final SortedMap<String, LoadableResource> scripts = new TreeMap<>();

  /**
   * Provides the scripts of migrations.
   *
   * @param migrations the migrations by version
   */
  LibraryScripts(Map<String, LibraryMigration> migrations) {
    migrations.forEach(
        (version, migration) -> {
          Script script = new Script(migration.script(version));
          scripts.put(script.getFilename(), script);
        });
  }

  /** Returns the text of a script. */
  static String text(String name) {
    return String.join("\n", LibraryResource.lines("/" + FOLDER + "/" + name));
  }

  /** Returns a script; null for the optional files with settings that Flyway looks for. */
  @Override
  public @Nullable LoadableResource getResource(String name) {
    return scripts.get(name);
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return scripts.values().stream()
        .filter(script -> script.getFilename().startsWith(prefix))
        .filter(script -> Arrays.stream(suffixes).anyMatch(script.getFilename()::endsWith))
        .toList();
  }

  private static final class Script extends LoadableResource {

    private final String name;

    Script(String name) {
      this.name = name;
    }

    @Override
    public Reader read() {
      return LibraryResource.reader(getAbsolutePath());
    }

    @Override
    public String getAbsolutePath() {
      return "/" + FOLDER + "/" + name;
    }

    /** Inside a jar or an image there is no path on disk. */
    @Override
    public String getAbsolutePathOnDisk() {
      return getAbsolutePath();
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
