package io.zkpersona.benchmarks.data;

import io.zkpersona.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** A replica of a running server, on the same machine. Closing stops it and deletes its data. */
public final class Standby implements AutoCloseable {

  /** Settings that the replica takes from the primary. */
  private static final List<String> SETTINGS =
      List.of("shared_buffers", "max_connections", "max_wal_size");

  /** Files of the running server, and directories that begin empty: not to be copied. */
  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "postgresql.auto.conf");

  private static final Set<String> LEFT_EMPTY = Set.of("pg_wal", "pg_replslot", "pg_stat_tmp");

  private final EmbeddedPostgres server;
  private final Path folder;

  private Standby(EmbeddedPostgres server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /** Copies the data of the server that a connection leads to, and follows it. */
  public static Standby of(Connection primary) throws SQLException {
    try {
      Path folder = Files.createTempDirectory("standby");
      Path data = folder.resolve("data");
      one(primary, "SELECT pg_backup_start('standby', true)");
      copy(Path.of(one(primary, "SHOW data_directory")), data);
      Files.writeString(
          data.resolve("backup_label"),
          one(primary, "SELECT labelfile FROM pg_backup_stop(false)"));
      Files.createFile(data.resolve("standby.signal"));
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          String.format(
              Locale.ROOT,
              "primary_conninfo = 'host=localhost port=%s user=postgres'%n",
              one(primary, "SHOW port")));
      EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().data(data);
      for (String setting : SETTINGS) {
        builder.setting(setting, one(primary, "SHOW " + setting));
      }
      // Replay waits for a query that still needs what it removes, instead of cancelling it.
      builder.setting("max_standby_streaming_delay", "-1");
      return new Standby(builder.start(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(
        to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    copyInto(from, to);
    Files.createDirectories(to.resolve("pg_wal/archive_status"));
  }

  private static void copyInto(Path from, Path to) throws IOException {
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        String name = child.getFileName().toString();
        if (Files.isDirectory(child)) {
          Path copied = Files.createDirectory(to.resolve(name));
          if (!LEFT_EMPTY.contains(name)) {
            copyInto(child, copied);
          }
        } else if (!NOT_COPIED.contains(name)) {
          copyFile(child, to.resolve(name));
        }
      }
    }
  }

  private static void copyFile(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to);
    } catch (NoSuchFileException e) {
      // Deleted by the server since; the copy learns it from the log.
    }
  }

  /** Returns the address of the database, as {@link Server#jdbcUrl} does. */
  public String jdbcUrl() {
    return server.jdbcUrl("postgres") + "&currentSchema=" + Server.SCHEMA;
  }

  @Override
  public void close() {
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
