package io.zkpersona.storage.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.embedded.TripCounter;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cut.CutCase.Extent;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.contract.StoredState;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import io.zkpersona.storage.user.UserFixture;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Counts the round trips of every write and of the most frequent reads against one list, so that
 * none grows unseen. A call that takes fewer trips than before changes the list as well.
 */
@NewestServerOnly
class RoundTripsOfCallsIT {

  private static final String LIST = "round-trips.txt";
  private static final int ATTEMPTS = 4;

  private static TestDatabase database;
  private static DatabaseManager direct;
  private static DatabaseManager counted;
  private static TripCounter counter;
  private static StoredState stored;

  @BeforeAll
  static void open() throws SQLException {
    database = TestDatabase.migrated();
    direct = database.open();
    int server = URI.create(database.url()).getPort();
    counter = TripCounter.to(server);
    String url = database.url().replace(":" + server + "/", ":" + counter.port() + "/");
    counted =
        DatabaseManager.open(
            database.config().databaseUrl(url).maxConnections(1).minConnections(0).build());
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
    Stream.of(
            reads(),
            CutCasesOfSteps.all(),
            CutCasesOfBulk.all(),
            CutCasesOfProofs.all(),
            CutCasesOfRollup.all(),
            CutCasesOfEntity.of(new UserFixture()),
            CutCasesOfEntity.others())
        .flatMap(cases -> cases)
        .filter(call -> call.extent() != Extent.IN_TRANSACTION)
        .forEach(call -> counted.add(lineOf(call, listed)));

    assertThat(counted).containsExactlyElementsOf(listed);
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
      fewest = Math.min(fewest, counter.during(() -> ready.by(counted.repositories())));
      line = fewest + "  " + call.name();
    }
    return line;
  }

  private static Stream<CutCase> reads() {
    BehaviorInputFilter none = BehaviorInputFilter.builder().build();
    return Stream.of(
        read("users getById", (all, user) -> all.users().getById(user)),
        read("users existsById", (all, user) -> all.users().existsById(user)),
        read("users findAllById", (all, user) -> all.users().findAllById(List.of(user))),
        read(
            "inputs findPage with total",
            (all, user) ->
                all.behaviorInputs().findPage(none, PaginationParams.firstPage().withTotal())),
        read(
            "inputs findSlice",
            (all, user) -> all.behaviorInputs().findSlice(none, SliceParams.firstSlice())),
        read("inputs analytics", (all, user) -> all.behaviorInputs().analyticsSummary(none)),
        read("reputation summary", (all, user) -> all.reputationRecords().summary(user)),
        read(
            "reputation standing",
            (all, user) ->
                all.reputationRecords()
                    .standing(user, ScoringCategory.OVERALL, ScoringPeriod.CURRENT)),
        read(
            "reputation leaderboard",
            (all, user) ->
                all.reputationRecords()
                    .leaderboard(ScoringCategory.OVERALL, ScoringPeriod.CURRENT, 10)),
        read(
            "reputation publicProfile", (all, user) -> all.reputationRecords().publicProfile(user)),
        read("access permissionsOf", (all, user) -> all.access().permissionsOf(user)));
  }

  private static CutCase read(String name, BiFunction<Repositories, UserId, ?> call) {
    return CutCase.call(
        name, RoundTripsOfCallsIT::userWithReputation, call, CutCase.Repeat.HARMLESS);
  }

  private static UserId userWithReputation(Repositories all) {
    UserId user = CutFixture.user(all);
    all.reputationRecords()
        .record(
            RecordReputationRequest.builder()
                .userId(user)
                .reputationScore(BigDecimal.TEN)
                .isPublic(true)
                .build());
    return user;
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
