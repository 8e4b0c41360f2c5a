package io.zkpersona.storage.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.InputPartitionsException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.repository.behavior.InputPartition;
import io.zkpersona.storage.repository.behavior.InputPartitions;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import io.zkpersona.storage.testing.LogCapture;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.testing.wire.MessageCutter;
import io.zkpersona.storage.testing.wire.MessageCutter.Side;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls that define partitions, cut after messages of either side, each in a new database. Each
 * call is done completely or not at all, and its caller is told which as far as that can be known.
 */
@NewestServerOnly
class PartitionCutsIT {

  private static final Duration AHEAD = Duration.ofDays(2);
  private static final int STRIDE = Boolean.getBoolean("zkpersona.test.everyCut") ? 1 : 3;

  private enum Step {
    ENABLE,
    PREPARE,
    DROP
  }

  private final Instant from = Instant.now().minus(Duration.ofDays(3));

  private void make(Step step, InputPartitions all) {
    switch (step) {
      case ENABLE -> all.enable(from, PartitionWidth.DAY, AHEAD);
      case PREPARE -> all.prepare(PartitionWidth.DAY, AHEAD.multipliedBy(2));
      case DROP -> all.dropBefore(from.plus(Duration.ofDays(2)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepIsDoneWholeOrNotAtAll(Step step) throws InterruptedException {
    // The pool logs each broken connection.
    LogCapture quiet = new LogCapture();
    try {
      for (Side side : Side.values()) {
        int messages = 0;
        while (isCut(step, side, messages)) {
          messages += STRIDE;
        }
        assertThat(messages).as(side.toString()).isGreaterThan(3);
      }
    } finally {
      quiet.close();
    }
  }

  /** Cuts one call and returns false if it took fewer messages. */
  private boolean isCut(Step step, Side side, int messages) throws InterruptedException {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager uncut = database.open();
        MessageCutter cutter = MessageCutter.to(URI.create(database.url()).getPort());
        DatabaseManager manager = through(cutter, database)) {
      InputPartitions sound = uncut.repositories().behaviorInputs().partitions();
      if (step != Step.ENABLE) {
        make(Step.ENABLE, sound);
      }
      List<InputPartition> before = sound.list();
      manager.repositories().behaviorInputs().partitions().list();

      cutter.cutAfter(side, messages);
      ZkPersonaException failure =
          thrownBy(() -> make(step, manager.repositories().behaviorInputs().partitions()));
      boolean cut = cutter.disarm();
      if (cut && failure != null) {
        cutter.awaitEnd();
      }
      List<InputPartition> found = sound.list();
      boolean done = found.size() != before.size();
      if (failure == null) {
        assertThat(done).as("acknowledged").isTrue();
      } else if (cutter.mayHaveCommitted()) {
        assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
      } else {
        assertThat(failure).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(done).as("said to be absent").isFalse();
      }
      repeat(step, sound, done);
      assertThat(sound.list().size()).as("after a repeat").isNotEqualTo(before.size());
      if (done) {
        assertThat(sound.list()).isEqualTo(found);
      }
      return cut;
    }
  }

  private void repeat(Step step, InputPartitions all, boolean done) {
    if (step == Step.ENABLE && done) {
      assertThatThrownBy(() -> make(step, all)).isInstanceOf(InputPartitionsException.class);
    } else {
      make(step, all);
    }
  }

  private static DatabaseManager through(MessageCutter cutter, TestDatabase database) {
    String url = database.url().replaceFirst("@[^/]*/", "@localhost:" + cutter.port() + "/");
    return DatabaseManager.open(
        database.config().databaseUrl(url).maxConnections(1).minConnections(0).build());
  }

  private static @Nullable ZkPersonaException thrownBy(Runnable call) {
    try {
      call.run();
      return null;
    } catch (ZkPersonaException e) {
      return e;
    }
  }
}
