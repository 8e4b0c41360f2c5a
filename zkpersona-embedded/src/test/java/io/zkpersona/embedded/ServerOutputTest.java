package io.zkpersona.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerOutputTest {

  private static final Logger LOGGER = Logger.getLogger("io.zonky.test.db.postgres.embedded");
  private static final String READY = "database system is ready to accept connections";

  private final Log log = new Log();

  @BeforeAll
  static void keepTheConsoleShort() {
    LOGGER.setUseParentHandlers(false);
  }

  @BeforeEach
  void listen() {
    LOGGER.addHandler(log);
  }

  @AfterEach
  void listenNoLonger() {
    LOGGER.removeHandler(log);
    LOGGER.setLevel(null);
  }

  @Test
  void goesToAFileThatIsDeletedAtTheEnd() throws IOException {
    EmbeddedPostgres server = EmbeddedPostgres.start();
    try (server) {
      assertThat(filesOf(server)).isEqualTo(1);
    }

    assertThat(filesOf(server)).isZero();
    assertThat(log.messages).isNotEmpty().noneMatch(message -> message.contains(READY));
  }

  @Test
  void isLoggedAtDebug() throws IOException, InterruptedException {
    LOGGER.setLevel(Level.FINE);

    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      assertThat(log.ready.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(filesOf(server)).isZero();
    }
  }

  @Test
  void isTheReasonOfAServerThatDoesNotStart() throws IOException {
    EmbeddedPostgres.Builder server =
        EmbeddedPostgres.builder()
            .inMemory(1)
            .setting("work_mem", "plenty")
            .patience(Duration.ofSeconds(2));

    assertThatThrownBy(server::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("invalid value for parameter \"work_mem\": \"plenty\"");

    Path memory = Path.of("/dev/shm");
    String own = "zkpersona-embedded-" + ProcessHandle.current().pid() + "-";
    if (Files.isDirectory(memory)) {
      try (Stream<Path> left = Files.list(memory)) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .noneMatch(name -> name.startsWith(own));
      }
    }
  }

  @Test
  void isTheReasonOfADirectoryThatIsRefused(@TempDir Path data) throws IOException {
    Files.writeString(data.resolve("notes.txt"), "not a server's");

    assertThatThrownBy(() -> EmbeddedPostgres.builder().data(data).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("exists but is not empty");
    assertThat(data.resolve("notes.txt")).exists();
  }

  private static long filesOf(EmbeddedPostgres server) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().matches("zkpersona-embedded-\\d+\\.log"))
          .filter(file -> contentContains(file, "port " + server.port() + "\n"))
          .count();
    }
  }

  /** Another process may be deleting it. */
  private static boolean contentContains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  /** The threads that read a server's output log it. */
  private static final class Log extends Handler {

    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ready = new CountDownLatch(1);

    @Override
    public void publish(LogRecord logged) {
      messages.add(logged.getMessage());
      if (logged.getMessage().contains(READY)) {
        ready.countDown();
      }
    }

    @Override
    public void flush() {
      // Nothing is buffered.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
