package io.zkpersona.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory in memory for a server's data, deleted when the server stops. */
final class MemoryDirectory {

  private static final Path ROOT = Path.of("/dev/shm");
  private static final Pattern NAME = Pattern.compile("zkpersona-embedded-(\\d+)-.*");
  private static final int PATIENCE_SECONDS = 20;

  private final Path folder;

  private MemoryDirectory(Path folder) {
    this.folder = folder;
  }

  /** Creates a directory for this process; null if memory is short or not used for files. */
  static @Nullable MemoryDirectory create(long neededBytes) {
    return create(ROOT, neededBytes);
  }

  static @Nullable MemoryDirectory create(Path root, long neededBytes) {
    try {
      if (!Files.isWritable(root)) {
        return null;
      }
      deleteThoseOfTheDead(root);
      if (Files.getFileStore(root).getUsableSpace() < neededBytes) {
        return null;
      }
      MemoryDirectory made =
          new MemoryDirectory(
              Files.createTempDirectory(
                  root, "zkpersona-embedded-" + ProcessHandle.current().pid() + "-"));
      Runtime.getRuntime().addShutdownHook(new Thread(made::delete));
      return made;
    } catch (IOException e) {
      return null;
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  /** Waits for the server, which may be stopping in a shutdown hook of its own, and deletes. */
  void delete() {
    try {
      Path pid = data().resolve("postmaster.pid");
      if (Files.exists(pid)) {
        List<String> lines = Files.readAllLines(pid);
        Optional<ProcessHandle> server = ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
        if (server.isPresent()) {
          server.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
      }
      deleteTree(folder);
    } catch (IOException | UncheckedIOException | ExecutionException | TimeoutException e) {
      // The next process deletes it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server that outlived its process stops when it finds its directory gone. */
  private static void deleteThoseOfTheDead(Path root) throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      for (Path one : all.toList()) {
        Matcher name = NAME.matcher(one.getFileName().toString());
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          deleteUnlessOthersDo(one);
        }
      }
    }
  }

  private static void deleteUnlessOthersDo(Path tree) {
    try {
      deleteTree(tree);
    } catch (IOException | UncheckedIOException e) {
      // Another process is deleting it too, or it belongs to another user.
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> paths = Files.walk(tree)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
