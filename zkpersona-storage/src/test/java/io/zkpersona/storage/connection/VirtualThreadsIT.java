package io.zkpersona.storage.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many more virtual threads than connections work at once. From the JDK on that no longer pins
 * inside {@code synchronized}, none of them pins its carrier while it waits.
 */
@NewestServerOnly
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsIT {

  private static final int FIRST_CALLERS = 50;
  private static final int CALLERS = 500;
  private static final String PINNED = "jdk.VirtualThreadPinned";

  /** Up to JDK 23, a thread that waits inside {@code synchronized} pins its carrier. */
  private static final int NO_LONGER_PINS = 24;

  @TempDir private Path folder;

  @Test
  void callsOnVirtualThreadsShareThePoolAndPinNoCarrier() throws Exception {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager =
            DatabaseManager.open(database.config().connectTimeout(Duration.ofSeconds(60)).build());
        Recording recording = new Recording()) {
      // Class initialization pins waiting threads, which this test is not about.
      callAll(manager, "first", FIRST_CALLERS);
      recording.enable(PINNED).withThreshold(Duration.ofMillis(1)).withStackTrace();
      recording.start();
      callAll(manager, "caller", CALLERS);
      recording.stop();

      assertThat(manager.repositories().users().count()).isEqualTo(FIRST_CALLERS + CALLERS);
      Path file = folder.resolve("pinned.jfr");
      recording.dump(file);
      if (Runtime.version().feature() >= NO_LONGER_PINS) {
        assertThat(pinnedBelowUs(file)).isEmpty();
      }
    }
  }

  private static void callAll(DatabaseManager manager, String prefix, int callers)
      throws Exception {
    ExecutorService threads = virtualThreads();
    try {
      List<Future<User>> calls = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        String name = prefix + "-" + caller;
        calls.add(threads.submit(() -> inATransaction(manager, name)));
      }
      for (Future<User> call : calls) {
        User user = call.get(120, TimeUnit.SECONDS);
        assertThat(manager.repositories().users().getById(user.id())).isEqualTo(user);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static User inATransaction(DatabaseManager manager, String name) {
    User user =
        manager.callInTransaction(
            tx -> {
              User created =
                  tx.users()
                      .create(CreateUserRequest.builder().username(new Username(name)).build());
              tx.inTransaction(
                  inner -> assertThat(inner.users().existsById(created.id())).isTrue());
              return created;
            });
    assertThat(manager.repositories().users().findById(user.id())).contains(user);
    return user;
  }

  /** Uses reflection, because the tests are compiled for a JDK without virtual threads. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  /** Returns the stack of each pinning in a call of this library, one line each. */
  private static List<String> pinnedBelowUs(Path file) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(PINNED))
        .map(VirtualThreadsIT::stackOf)
        .filter(stack -> stack.contains("io.zkpersona"))
        .toList();
  }

  private static String stackOf(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return "";
    }
    List<String> frames = new ArrayList<>();
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      frames.add(frame.getMethod().getType().getName() + "." + frame.getMethod().getName());
    }
    return String.join("\n  at ", frames);
  }
}
