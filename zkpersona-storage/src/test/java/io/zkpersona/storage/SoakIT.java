package io.zkpersona.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.error.OutcomeUnknownException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.user.CreateUserRequest;
import io.zkpersona.domain.user.User;
import io.zkpersona.domain.user.Username;
import io.zkpersona.storage.config.DatabaseConfig;
import io.zkpersona.storage.testing.NewestServerOnly;
import io.zkpersona.storage.testing.OwnThreads;
import io.zkpersona.storage.testing.TcpProxy;
import io.zkpersona.storage.testing.TestDatabase;
import io.zkpersona.storage.transaction.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Many threads write while sessions are killed, connections cut and the network frozen, and keep a
 * ledger of what they were told. Runs for {@code -Dzkpersona.test.soak=PT2M}, or as long as that
 * says, and not without it.
 */
@NewestServerOnly
@EnabledIfSystemProperty(named = SoakIT.DURATION, matches = "PT.+")
class SoakIT {

  static final String DURATION = "zkpersona.test.soak";

  private static final int THREADS = 32;
  private static final int TRIES = 60;
  private static final long PAUSE_MILLIS = 2_500;
  private static final long FROZEN_MILLIS = 1_500;

  /** What a writer knows of a name that it tried to store. */
  private enum Told {
    STORED,
    REFUSED,
    FOUND_STORED,
    FOUND_ABSENT,
    NOT_FOUND_OUT
  }

  private final Map<String, Told> ledger = new ConcurrentHashMap<>();
  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicInteger sequence = new AtomicInteger();
  private volatile boolean ended;

  @Test
  void noAcknowledgedRowIsMissingAndNoRefusedOneIsThere(TestReporter reporter) throws Exception {
    Duration duration = Duration.parse(System.getProperty(DURATION));
    try (TestDatabase database = TestDatabase.migrated();
        TcpProxy proxy = TcpProxy.to(database.config().build().hosts().get(0));
        DatabaseManager manager = DatabaseManager.open(through(proxy, database))) {
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        writers.add(OwnThreads.run(() -> write(manager, new Random(seed))));
      }
      disturb(database, proxy, duration);
      for (CompletableFuture<Void> writer : writers) {
        writer.get(5, TimeUnit.MINUTES);
      }

      Set<String> stored = new HashSet<>(database.query("SELECT username FROM zkpersona.users"));
      reporter.publishEntry("faults", faults.toString());
      reporter.publishEntry("told", counts().toString());
      // By sets: a list of so many is compared row by row.
      Set<String> missing = names(Told.STORED, Told.FOUND_STORED);
      missing.removeAll(stored);
      assertThat(missing).as("acknowledged, and missing").isEmpty();
      Set<String> wrong = names(Told.REFUSED, Told.FOUND_ABSENT);
      wrong.retainAll(stored);
      assertThat(wrong).as("refused, and there").isEmpty();
      stored.removeAll(ledger.keySet());
      assertThat(stored).as("stored by nobody").isEmpty();
      assertThat(names(Told.STORED)).hasSizeGreaterThan(1_000);
      assertThat(manager.health().isHealthy()).isTrue();
    }
  }

  private static DatabaseConfig through(TcpProxy proxy, TestDatabase database) {
    return database
        .config()
        .databaseUrl(database.url().replaceFirst("@[^/]*/", "@localhost:" + proxy.port() + "/"))
        .maxConnections(THREADS / 2)
        .connectTimeout(Duration.ofSeconds(5))
        .statementTimeout(Duration.ofSeconds(3))
        .socketTimeout(Duration.ofSeconds(5))
        .build();
  }

  private Map<Told, Long> counts() {
    return new TreeMap<>(
        ledger.values().stream()
            .collect(Collectors.groupingBy(told -> told, Collectors.counting())));
  }

  private Set<String> names(Told... wanted) {
    Set<Told> all = Set.of(wanted);
    return ledger.entrySet().stream()
        .filter(entry -> all.contains(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void write(DatabaseManager manager, Random random) {
    while (!ended) {
      List<String> names =
          Stream.generate(() -> "soak-" + sequence.incrementAndGet())
              .limit(1 + random.nextInt(4))
              .toList();
      Told told;
      try {
        store(manager, random.nextInt(3), names);
        told = Told.STORED;
      } catch (OutcomeUnknownException e) {
        told = findOut(manager, e);
      } catch (ZkPersonaException e) {
        told = Told.REFUSED;
      }
      for (String name : names) {
        ledger.put(name, told);
      }
    }
  }

  private static void store(DatabaseManager manager, int way, Collection<String> names) {
    List<CreateUserRequest> requests =
        names.stream()
            .map(name -> CreateUserRequest.builder().username(new Username(name)).build())
            .toList();
    if (requests.size() == 1) {
      manager.repositories().users().create(requests.get(0));
    } else if (way == 0) {
      manager.repositories().users().createAll(requests);
    } else {
      manager.inTransaction(
          tx -> {
            for (CreateUserRequest request : requests) {
              User made = tx.users().create(request);
              if (way == 2) {
                tx.users().update(made);
              }
            }
          });
    }
  }

  /** As a caller would: asks until there is an answer, and not for ever. */
  private static Told findOut(DatabaseManager manager, OutcomeUnknownException lost) {
    for (int i = 0; i < TRIES; i++) {
      try {
        Outcome outcome = manager.outcomeOf(lost);
        if (outcome == Outcome.COMMITTED) {
          return Told.FOUND_STORED;
        }
        if (outcome == Outcome.NOT_COMMITTED) {
          return Told.FOUND_ABSENT;
        }
      } catch (ZkPersonaException e) {
        // The database can't be asked just now.
      }
    }
    return Told.NOT_FOUND_OUT;
  }

  private void disturb(TestDatabase database, TcpProxy proxy, Duration duration)
      throws InterruptedException {
    Random random = new Random(7);
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end) {
      pause(PAUSE_MILLIS);
      switch (random.nextInt(4)) {
        case 0 -> kill(database, "");
        case 1 -> kill(database, " ORDER BY random() LIMIT 1");
        case 2 -> {
          proxy.cut();
          proxy.mend();
        }
        default -> {
          proxy.freeze();
          pause(FROZEN_MILLIS);
          proxy.thaw();
        }
      }
      faults.incrementAndGet();
    }
    ended = true;
  }

  private static void kill(TestDatabase database, String which) {
    database.query(
        "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " AND application_name = 'zkpersona-storage'"
            + which
            + ") AS ours");
  }

  private static void pause(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
