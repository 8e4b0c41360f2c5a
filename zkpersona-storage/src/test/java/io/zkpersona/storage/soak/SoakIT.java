package io.zkpersona.storage.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import io.zkpersona.storage.soak.Ledger.Told;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.ReplicatedPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Many threads write while sessions are killed, connections cut, the network frozen and the primary
 * lost to its standby, and record each outcome. Runs only if {@code -Dzkpersona.test.soak} is set
 * to a duration, such as {@code PT2M}.
 */
@NewestServerOnly
@EnabledIfSystemProperty(named = SoakIT.DURATION, matches = "PT.+")
class SoakIT {

  static final String DURATION = "zkpersona.test.soak";

  private static final int THREADS = 32;
  private static final long PAUSE_MILLIS = 2_500;

  /** The faults of one round, repeated over and over. */
  private static final List<Fault> ROUND =
      List.of(
          Fault.KILL_ONE,
          Fault.CUT,
          Fault.FREEZE,
          Fault.KILL_ALL,
          Fault.KILL_ONE,
          Fault.FAIL_OVER,
          Fault.CUT,
          Fault.KILL_ALL,
          Fault.FREEZE);

  private final Ledger ledger = new Ledger();
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private volatile boolean ended;

  @Test
  void noAcknowledgedRowIsMissingAndNoRefusedOneIsThere(TestReporter reporter) throws Exception {
    Duration duration = Duration.parse(System.getProperty(DURATION));
    try (ReplicatedPair pair = ReplicatedPair.start();
        DatabaseManager manager = DatabaseManager.open(config(pair))) {
      GroupCommitWriter<BehaviorInput, BehaviorInputId> groupCommit =
          manager.repositories().behaviorInputs().groupCommit(GroupCommitOptions.defaults());
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Writer writer = new Writer(manager, groupCommit, ledger, new Random(i));
        writers.add(
            OwnThreads.run(
                () -> {
                  while (!ended) {
                    writer.write();
                  }
                }));
      }
      disturb(pair, duration);
      for (CompletableFuture<Void> writer : writers) {
        writer.get(5, TimeUnit.MINUTES);
      }
      groupCommit.close();

      reporter.publishEntry("faults", faults.toString());
      reporter.publishEntry("told", ledger.counts().toString());
      try (Stream<User> users = manager.repositories().users().stream();
          Stream<BehaviorInput> inputs = manager.repositories().behaviorInputs().stream()) {
        Set<String> contradictions =
            ledger.contradictions(
                Stream.concat(
                    users.map(user -> user.username().value()),
                    inputs.map(input -> input.sessionId().value())));
        assertThat(contradictions).isEmpty();
      }
      assertThat(ledger.counts().get(Told.STORED)).isGreaterThan(1_000);
      assertThat(manager.health().isHealthy()).isTrue();
    }
  }

  private static DatabaseConfig config(ReplicatedPair pair) {
    return DatabaseConfig.builder()
        .databaseUrl(pair.url())
        .maxConnections(THREADS / 2)
        .connectTimeout(Duration.ofSeconds(5))
        .statementTimeout(Duration.ofSeconds(3))
        .socketTimeout(Duration.ofSeconds(5))
        .build();
  }

  private void disturb(ReplicatedPair pair, Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    try {
      for (int i = 0; System.nanoTime() < end; i++) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        Fault fault = ROUND.get(i % ROUND.size());
        fault.happen(pair);
        faults.merge(fault, 1, Integer::sum);
      }
    } finally {
      ended = true;
    }
  }
}
