package io.zkpersona.storage.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.user.UserFixture;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every write of every repository, with its connection cut after the messages that client and
 * server exchange. The write is stored once or not at all, its caller is told which as far as that
 * can be known, and a documented repeat leaves it stored once.
 */
@NewestServerOnly
class CutsIT {

  /** Methods that only read, by the start of their names. */
  private static final Predicate<String> READS =
      Pattern.compile(
              "\\w+\\.(find|get|exists|count|stream|is|list|depth|deadLetters|has|require|inForce|asOf"
                  + "|history|trend|summary|publicProfile|leaderboard|standing|distribution|attempts|verify"
                  + "|permissionsOf|rolesOf|revisions|recordings|gaps|subscriptions|read|analyticsSummary|await|with)"
                  + "(?!OrCreate)\\w*\\(.*")
          .asMatchPredicate();

  /**
   * Methods that define tables are cut in {@link PartitionCutsIT}, sealing in {@link SealCutsIT}.
   */
  private static final Set<String> ELSEWHERE = Set.of("InputPartitions", "ChangeSeals");

  /** Define tables in one statement, without a change of rows. */
  private static final Set<String> TABLES =
      Set.of("Changes.dropBefore(Instant)", "Changes.preparePartitions(Duration)");

  /** Give access to others, without a call of the server. */
  private static final Set<String> ACCESS =
      Set.of(
          "BehaviorInputRepository.partitions()",
          "ChangeFeed.start(Map, RunnerOptions)",
          "Changes.seals()");

  private static Cuts cuts;

  @BeforeAll
  static void open() throws SQLException {
    cuts = new Cuts();
  }

  @AfterAll
  static void close() throws SQLException {
    cuts.close();
  }

  @TestFactory
  Stream<DynamicTest> aWriteIsStoredOnceOrNotAtAllWhereverItIsCut() {
    Stream<DynamicTest> steps =
        Stream.of(
                CutCasesOfSteps.all(),
                CutCasesOfBulk.all(),
                CutCasesOfProofs.all(),
                CutCasesOfTransactions.all(),
                CutCasesOfRollup.all(),
                CutCasesOfChanges.all(),
                CutCasesOfFeed.all(),
                CutCasesOfEntity.of(new UserFixture()))
            .flatMap(cases -> cases)
            .map(write -> DynamicTest.dynamicTest(write.name(), () -> cuts.everywhere(write)));
    // The same code as for users, so cutting at every message would add nothing.
    Stream<DynamicTest> others =
        CutCasesOfEntity.others()
            .map(write -> DynamicTest.dynamicTest(write.name(), () -> cuts.decisively(write)));
    return Stream.of(
            steps,
            others,
            Stream.of(DynamicTest.dynamicTest("every write was cut", CutsIT::nothingIsMissing)))
        .flatMap(tests -> tests);
  }

  private static void nothingIsMissing() {
    Set<String> missing = cuts.recorder().neverCalled(Repositories.class);
    missing.removeIf(READS);
    missing.removeAll(TABLES);
    missing.removeAll(ACCESS);
    missing.removeIf(name -> ELSEWHERE.contains(name.substring(0, name.indexOf('.'))));
    assertThat(missing).isEmpty();
  }
}
