package io.zkpersona.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.DeadlineExceededException;
import io.zkpersona.storage.testing.Eventually;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A manager with one connection, and a short deadline. */
abstract class DeadlineFixture {

  static final Duration SOON = Duration.ofMillis(400);

  /** The deadline, a second of tolerance, and more for a busy machine. */
  static final Duration MOST = Duration.ofSeconds(6);

  TestDatabase database;
  DatabaseManager manager;

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    manager = DatabaseManager.open(database.config().maxConnections(1).build());
  }

  @AfterEach
  void close() {
    assertThat(manager.poolStats().orElseThrow().active()).isZero();
    manager.close();
    database.close();
  }

  static void assertExceeded(ThrowingCallable call) {
    long start = System.nanoTime();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DeadlineExceededException.class,
            e -> {
              assertThat(e.deadline()).isEqualTo(SOON);
              assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            })
        .hasMessageContaining("PT0.4S");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MOST);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  long users() {
    return manager.repositories().users().count();
  }

  static void waitOut() {
    long end = System.nanoTime() + SOON.toNanos();
    Eventually.holds("the deadline", () -> System.nanoTime() - end > 0);
  }
}
