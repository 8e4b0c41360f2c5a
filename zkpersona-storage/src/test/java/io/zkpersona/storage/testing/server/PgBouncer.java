package io.zkpersona.storage.testing.server;

import io.zkpersona.storage.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A PgBouncer in transaction mode in front of the test server, for one test. */
public final class PgBouncer implements AutoCloseable {

  private static final List<String> PLACES =
      List.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer");

  private final Path folder;
  private final Process process;
  private final int port;

  private PgBouncer(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one with few server connections, so that clients share them. Skips the test if PgBouncer
   * is not installed.
   *
   * @param ignored its {@code ignore_startup_parameters}
   */
  public static PgBouncer ignoring(String ignored) {
    return start(TestServer.get().url("postgres"), ignored, 3);
  }

  /** Starts one in front of another server, given the URL of one of its databases. */
  public static PgBouncer before(String url) {
    return before(url, 3);
  }

  /** Like {@link #before(String)}, with this many server connections for each database. */
  public static PgBouncer before(String url, int poolSize) {
    return start(url, "extra_float_digits", poolSize);
  }

  private static PgBouncer start(String url, String ignored, int poolSize) {
    Optional<String> binary = binary();
    Assumptions.assumeTrue(
        binary.isPresent(), "PgBouncer is not installed (apt-get install pgbouncer)");
    try {
      return start(binary.orElseThrow(), URI.create(url), ignored, poolSize);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells whether PgBouncer is installed. */
  public static boolean isInstalled() {
    return binary().isPresent();
  }

  private static Optional<String> binary() {
    return PLACES.stream().filter(place -> Files.isExecutable(Path.of(place))).findFirst();
  }

  private static PgBouncer start(String binary, URI server, String ignored, int poolSize)
      throws IOException {
    Path folder =
        Files.createTempDirectory(
            "pgbouncer",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    String[] login = server.getUserInfo().split(":", -1);
    int port = freePort();
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        String.format(
            Locale.ROOT,
            """
        [databases]
        * = host=%s port=%d user=%s%s
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = %d
        max_client_conn = 1000
        server_login_retry = 1
        ignore_startup_parameters = %s
        """,
            server.getHost().equals("localhost") ? "127.0.0.1" : server.getHost(),
            server.getPort(),
            login[0],
            login.length == 1 ? "" : " password=" + login[1],
            port,
            poolSize,
            ignored));
    ProcessBuilder builder =
        System.getProperty("user.name").equals("root")
            ? new ProcessBuilder(binary, "-u", "nobody", settings.toString())
            : new ProcessBuilder(binary, settings.toString());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .directory(folder.toFile())
            .start();
    PgBouncer started = new PgBouncer(folder, process, port);
    Eventually.holds("a pooler that listens", started::listens);
    return started;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new AssertionError("the pooler ended: " + log());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns its log. */
  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the same URL, leading through the pooler. */
  public String url(String direct) {
    return direct.replaceFirst("@[^/]*/", "@127.0.0.1:" + port + "/");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
