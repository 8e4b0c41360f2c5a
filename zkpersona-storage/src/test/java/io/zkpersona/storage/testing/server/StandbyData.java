package io.zkpersona.storage.testing.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Makes the data of a standby from those of its running primary, as pg_basebackup does. */
final class StandbyData {

  static final String SETTINGS = "postgresql.auto.conf";

  /** Files that belong to a running server rather than to its data. */
  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock", SETTINGS);

  /** Directories that a copy starts empty. */
  private static final Set<String> LEFT_EMPTY = Set.of("pg_wal", "pg_replslot", "pg_stat_tmp");

  private StandbyData() {}

  /** Copies the data of the primary that a connection leads to. */
  static void copy(Connection primary, Path from, Path to) throws IOException, SQLException {
    Backends.one(primary, "SELECT pg_backup_start('standby', true)");
    copy(from, to);
    String label = Backends.one(primary, "SELECT labelfile FROM pg_backup_stop(false)");
    Files.writeString(to.resolve("backup_label"), label);
  }

  /** Makes the server of stopped data a standby of the primary on a port. */
  static void follow(Path data, int port) throws IOException {
    if (!Files.exists(data.resolve("standby.signal"))) {
      Files.createFile(data.resolve("standby.signal"));
    }
    Files.writeString(
        data.resolve(SETTINGS),
        """
        primary_conninfo = 'host=localhost port=%s user=postgres'
        wal_retrieve_retry_interval = '200ms'
        """
            .formatted(Integer.toString(port)));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(
        to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (!directory.equals(from)) {
              Files.createDirectory(to.resolve(from.relativize(directory)));
            }
            return LEFT_EMPTY.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!NOT_COPIED.contains(file.getFileName().toString())) {
              try {
                Files.copy(file, to.resolve(from.relativize(file)));
              } catch (NoSuchFileException e) {
                // Deleted by the server since; the copy learns it from the log.
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    Files.createDirectories(to.resolve("pg_wal/archive_status"));
  }
}
