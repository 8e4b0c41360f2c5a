package io.zkpersona.storage.migrate;

import io.zkpersona.storage.internal.migrate.Migrator;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** The migrations on the class path, to be applied up to a chosen version. */
final class MigrationScripts {

  private static final String FOLDER = "zkpersona-migrations";

  private MigrationScripts() {}

  /** One migration. */
  record Script(String version, String sql) {}

  /** Returns all migrations, oldest first. */
  static List<Script> all() {
    try {
      URL folder = Migrator.class.getResource("/" + FOLDER);
      URI uri = Objects.requireNonNull(folder, FOLDER).toURI();
      if (!"jar".equals(uri.getScheme())) {
        return readAll(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return readAll(jar.getPath(FOLDER));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> versions() {
    return all().stream().map(Script::version).toList();
  }

  /** Returns the newest version. */
  static String latest() {
    List<String> versions = versions();
    return versions.get(versions.size() - 1);
  }

  /** Applies the migrations up to a version as the library does, with history. */
  static void migrateTo(TestDatabase database, String schema, String version) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(TestServer.get().jdbcUrl(database.queryOne("SELECT current_database()")));
    Flyway.configure(Migrator.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:" + FOLDER)
        .defaultSchema(schema)
        .table(Migrator.HISTORY_TABLE)
        .target(version)
        .load()
        .migrate();
  }

  /** Runs the migrations up to a version without history, as in an unmanaged database. */
  static void runTo(TestDatabase database, String schema, String version) {
    for (Script script : all()) {
      if (script.version().compareTo(version) <= 0) {
        database.execute("SET search_path = " + schema + ";" + script.sql());
      }
    }
  }

  private static List<Script> readAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("V.*[.]sql"))
          .map(MigrationScripts::read)
          .sorted(Comparator.comparing(Script::version))
          .toList();
    }
  }

  private static Script read(Path file) {
    try {
      String name = file.getFileName().toString();
      return new Script(name.substring(1, name.indexOf("__")), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
