package io.zkpersona.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.junit.fixtures.StoredFixtures;
import io.zkpersona.storage.repository.UserRepository;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ParallelIT {

  private static final int TESTS = 12;
  private static final Map<String, String> PARALLEL =
      Map.of(
          "junit.jupiter.execution.parallel.enabled", "true",
          "junit.jupiter.execution.parallel.mode.default", "concurrent",
          "junit.jupiter.execution.parallel.config.strategy", "fixed",
          "junit.jupiter.execution.parallel.config.fixed.parallelism", "4",
          "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "4");

  private static final Set<String> URLS = ConcurrentHashMap.newKeySet();
  private static final Queue<List<String>> NAMES = new ConcurrentLinkedQueue<>();
  private static volatile CountDownLatch together = new CountDownLatch(0);

  @ZkPersonaTest(database = DatabasePer.METHOD)
  static class EachOwn {

    @RepeatedTest(TESTS)
    void seesItsOwnRowsOnly(StoredFixtures fixtures, UserRepository users, TestDatabase database)
        throws InterruptedException {
      fixtures.users(5);
      URLS.add(database.url());
      together.countDown();
      assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(users.count()).isEqualTo(5);
    }
  }

  @ZkPersonaTest
  static class OneForAll {

    @RepeatedTest(TESTS)
    void addsToTheSame(StoredFixtures fixtures, TestDatabase database) {
      URLS.add(database.url());
      NAMES.add(fixtures.users(5).stream().map(user -> user.username().value()).toList());
    }
  }

  @Test
  void methodsInParallelHaveTheirOwnDatabases() {
    URLS.clear();
    together = new CountDownLatch(2);

    Trials.run(EachOwn.class, PARALLEL)
        .testEvents()
        .assertStatistics(statistics -> statistics.succeeded(TESTS).failed(0));

    assertThat(URLS).hasSize(TESTS);
  }

  @Test
  void methodsInParallelShareTheDatabaseOfTheirClass() {
    URLS.clear();
    NAMES.clear();

    Trials.run(OneForAll.class, PARALLEL)
        .testEvents()
        .assertStatistics(statistics -> statistics.succeeded(TESTS).failed(0));

    assertThat(URLS).hasSize(1);
    List<List<String>> inParallel = NAMES.stream().sorted(ParallelIT::first).toList();
    NAMES.clear();
    Trials.run(OneForAll.class, Map.of());
    assertThat(NAMES.stream().sorted(ParallelIT::first).toList()).isEqualTo(inParallel);
  }

  private static int first(List<String> one, List<String> other) {
    return one.get(0).compareTo(other.get(0));
  }
}
