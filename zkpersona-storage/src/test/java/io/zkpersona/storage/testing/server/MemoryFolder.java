package io.zkpersona.storage.testing.server;

import io.zkpersona.storage.testing.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An in-memory directory for a test server's data. Tests create a thousand databases of some
 * hundred files each, which takes ten times as long on disk.
 */
final class MemoryFolder {

  private static final Path ROOT = Path.of("/dev/shm");
  private static final long NEEDED_BYTES = 6L << 30;
  private static final Pattern NAME = Pattern.compile("zkpersona-test-(\\d+)");

  private MemoryFolder() {}

  /** Creates a directory for this process, deleted at exit; empty if memory is short. */
  static Optional<Path> make() {
    try {
      if (!Files.isWritable(ROOT)) {
        return Optional.empty();
      }
      deleteThoseOfTheDead();
      if (Files.getFileStore(ROOT).getUsableSpace() < NEEDED_BYTES) {
        return Optional.empty();
      }
      Path folder =
          Files.createDirectory(ROOT.resolve("zkpersona-test-" + ProcessHandle.current().pid()));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(folder)));
      return Optional.of(folder.resolve("data"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Deletes the directories of processes that were killed. */
  private static void deleteThoseOfTheDead() throws IOException {
    try (Stream<Path> all = Files.list(ROOT)) {
      for (Path folder : all.toList()) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          deleteUnlessOthersDo(folder);
        }
      }
    }
  }

  private static void deleteUnlessOthersDo(Path folder) {
    try {
      Trees.delete(folder);
    } catch (IOException | UncheckedIOException e) {
      // Another process is deleting it too.
    }
  }

  /** Waits for the server, which stops in its own shutdown hook and writes until then. */
  private static void leave(Path folder) {
    try {
      Path pid = folder.resolve("data/postmaster.pid");
      if (Files.exists(pid)) {
        List<String> lines = Files.readAllLines(pid);
        Optional<ProcessHandle> server = ProcessHandle.of(Long.parseLong(lines.get(0)));
        if (server.isPresent()) {
          server.get().onExit().get(20, TimeUnit.SECONDS);
        }
      }
      Trees.delete(folder);
    } catch (IOException | ExecutionException | TimeoutException e) {
      // The next run deletes it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
