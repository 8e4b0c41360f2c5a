package io.zkpersona.cache.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A Redis server for one test class, which can be restarted, paused and looked into. */
final class RedisServer implements AutoCloseable {

  private static final List<String> PLACES =
      List.of(
          "/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server");

  private final String binary;
  private final Path folder;
  private final int port;
  private final RedisClient client;
  private Process process;

  private RedisServer(String binary) throws IOException {
    this.binary = binary;
    this.folder = Files.createTempDirectory("redis");
    this.port = freePort();
    this.client = RedisClient.create(url());
    this.process = run();
  }

  /** Starts a server. Skips the test if Redis is not installed. */
  static RedisServer start() {
    Optional<String> binary =
        PLACES.stream().filter(place -> Files.isExecutable(Path.of(place))).findFirst();
    Assumptions.assumeTrue(
        binary.isPresent(), "Redis is not installed (apt-get install redis-server)");
    try {
      return new RedisServer(binary.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process run() throws IOException {
    Process started =
        new ProcessBuilder(
                binary,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "no")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Databases.eventually("a Redis that answers", () -> answers(started));
    return started;
  }

  private boolean answers(Process started) {
    if (!started.isAlive()) {
      throw new AssertionError("Redis ended with " + started.exitValue());
    }
    try {
      return call(RedisCommands::ping).equals("PONG");
    } catch (RedisException e) {
      return false;
    }
  }

  /** Starts a Sentinel that leads to this server under the name {@code main}. */
  Sentinel sentinel() {
    try {
      return new Sentinel();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Sentinel of one server, without votes. */
  final class Sentinel implements AutoCloseable {

    private final int ownPort = freePort();
    private final Process own;

    private Sentinel() throws IOException {
      Path configuration = folder.resolve("sentinel.conf");
      Files.writeString(configuration, "sentinel monitor main 127.0.0.1 " + port + " 1\n");
      own =
          new ProcessBuilder(
                  binary,
                  configuration.toString(),
                  "--sentinel",
                  "--port",
                  Integer.toString(ownPort),
                  "--bind",
                  "127.0.0.1")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("sentinel.log").toFile())
              .start();
    }

    String url() {
      return "redis-sentinel://127.0.0.1:" + ownPort + "#main";
    }

    @Override
    public void close() {
      own.destroyForcibly();
    }
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Runs commands on a connection of their own. */
  <T> T call(Function<RedisCommands<String, String>, T> commands) {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return commands.apply(connection.sync());
    }
  }

  /** Kills the server. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts the server again, with what it has saved. */
  void startAgain() {
    try {
      process = run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops the server's process, which keeps its connections. */
  void freeze() {
    signal("-STOP");
  }

  /** Lets the server's process go on. */
  void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.shutdown(0, 1, TimeUnit.SECONDS);
    kill();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
