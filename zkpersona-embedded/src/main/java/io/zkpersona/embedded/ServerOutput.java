package io.zkpersona.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Forty lines that a server prints while it is made, started and stopped, and its messages. They go
 * to a file, which is read only if the server does not start; or to the log, where INFO is the
 * level of all of them, if somebody asks for details.
 */
final class ServerOutput {

  private static final int LINES = 12;

  private final @Nullable Path file;

  private ServerOutput(@Nullable Path file) {
    this.file = file;
  }

  /** Redirects the output of a server to be started. */
  static ServerOutput of(EmbeddedPostgres.Builder server) {
    if (LoggerFactory.getLogger(EmbeddedPostgres.class).isDebugEnabled()) {
      return new ServerOutput(null);
    }
    try {
      Path file = Files.createTempFile("zkpersona-embedded-", ".log");
      // For a server that is never closed.
      file.toFile().deleteOnExit();
      server.setOutputRedirector(Redirect.appendTo(file.toFile()));
      return new ServerOutput(file);
    } catch (IOException e) {
      return new ServerOutput(null);
    }
  }

  /** Returns the last lines, each on a line of the message, and deletes the file. */
  String end() {
    if (file == null) {
      return "";
    }
    try {
      List<String> lines =
          new String(Files.readAllBytes(file), Charset.defaultCharset())
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
      return last.isEmpty() ? "" : ":\n" + String.join("\n", last);
    } catch (IOException e) {
      return "";
    } finally {
      delete();
    }
  }

  /** Deletes the file. */
  void delete() {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It is deleted when the JVM exits.
    }
  }
}
