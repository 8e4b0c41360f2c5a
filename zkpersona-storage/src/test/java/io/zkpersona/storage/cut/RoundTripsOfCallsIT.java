package io.zkpersona.storage.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.embedded.TripCounter;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.plan.Recorder;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.StoredState;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Counts the round trips of every method of every repository against one list, so that none grows
 * unseen. A call that takes fewer trips than before changes the list as well.
 */
@NewestServerOnly
class RoundTripsOfCallsIT {

  private static final String LIST = "round-trips.txt";
  private static final int ATTEMPTS = 4;

  /** Methods that define tables, that wait on a connection of their own, or that send nothing. */
  private static final List<String> UNCOUNTED =
      List.of(
          "ChangeFeed.await(String, Duration)",
          "ChangeFeed.start(Map, RunnerOptions)",
          "Changes.dropBefore(Instant)",
          "Changes.preparePartitions(Duration)",
          "InputPartitions.dropBefore(Instant, Dependents, ProgressListener)",
          "InputPartitions.enable(Instant, PartitionWidth, Duration, ProgressListener)",
          "InputPartitions.prepare(PartitionWidth, Duration, ProgressListener)",
          "SignIn.withRefreshGrace(Duration)",
          "WorkQueue.awaitWork(Duration)",
          "ZkProofRepository.with(WitnessMembers)");

  private static final Recorder RECORDER = new Recorder();

  private static TestDatabase database;
  private static DatabaseManager direct;
  private static DatabaseManager counted;
  private static TripCounter counter;
  private static Repositories repositories;
  private static StoredState stored;

  @BeforeAll
  static void open() throws SQLException {
    database = TestDatabase.migrated();
    direct = database.open();
    counter = TripCounter.to(database.port());
    counted =
        DatabaseManager.open(
            database.configThrough(counter.port()).maxConnections(1).minConnections(0).build());
    repositories = RECORDER.recording(Repositories.class, counted.repositories());
    stored = new StoredState(database);
  }

  @AfterAll
  static void close() throws SQLException {
    stored.close();
    counted.close();
    counter.close();
    direct.close();
    database.close();
  }

  @Test
  void everyCallTakesTheTripsItIsListedWith() throws IOException {
    List<String> listed = listed();
    List<String> counted = new ArrayList<>();
    EveryCall.all().forEach(call -> counted.add(lineOf(call, listed)));

    assertThat(counted).containsExactlyElementsOf(listed);
    assertThat(RECORDER.neverCalled(Repositories.class)).containsExactlyElementsOf(UNCOUNTED);
  }

  /**
   * Counts again where a call took more trips than listed: the first of a connection also asks for
   * the server's types, and now and then a writer of reputation folds the counts.
   */
  private static String lineOf(CutCase call, List<String> listed) {
    int fewest = Integer.MAX_VALUE;
    String line = "";
    for (int i = 0; i < ATTEMPTS && !listed.contains(line); i++) {
      stored.clear();
      CutCase.Write ready = call.given().apply(direct.repositories());
      fewest = Math.min(fewest, counter.during(() -> ready.by(repositories)));
      line = fewest + "  " + call.name();
    }
    return line;
  }

  private static List<String> listed() throws IOException {
    try (InputStream list = RoundTripsOfCallsIT.class.getResourceAsStream("/" + LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
