package io.zkpersona.benchmarks;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.candidate.Operation;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.PageQuery;
import io.zkpersona.benchmarks.data.Server;
import io.zkpersona.benchmarks.jmh.Lines;
import io.zkpersona.benchmarks.jmh.Measurement;
import io.zkpersona.benchmarks.jmh.Run;
import io.zkpersona.benchmarks.jmh.Sample;
import io.zkpersona.benchmarks.jmh.Turns;
import io.zkpersona.benchmarks.report.Table;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.id.BehaviorInputId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.RunnerException;

/** Every candidate in every operation it takes part in, compared with the loaded rows. */
final class CandidatesIT {

  private static final int ROWS = 10_000;
  private static final int SOME = 50;

  private static Server server;
  private static Run run;

  @BeforeAll
  static void start() throws SQLException {
    server = Server.start("128MB", "off");
    run = Run.start(server, ROWS);
  }

  @AfterAll
  static void stop() {
    run.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatWasLoaded(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.FIND);
    assertThat(candidate.find(dataset().id(7))).isEqualTo(dataset().row(7));
    assertThat(candidate.find(dataset().id(9))).isEqualTo(dataset().row(9));
  }

  @ParameterizedTest
  @EnumSource
  void findsManyAtOnce(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.FIND_ALL);
    List<BehaviorInputId> ids = LongStream.range(10, 10 + SOME).mapToObj(dataset()::id).toList();
    assertThat(candidate.findAll(ids))
        .containsExactlyInAnyOrderElementsOf(dataset().list(10, SOME));
  }

  @ParameterizedTest
  @EnumSource
  void savesOne(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.SAVE);
    BehaviorInput given = dataset().row(fixture().nextIndex());
    BehaviorInput saved = candidate.save(given);
    assertThat(saved.audit().isSaved()).isTrue();
    assertThat(fixture().read(List.of(given.id()))).containsExactly(saved);
    fixture().checkAdded(dataset()::row);
    fixture().removeAdded();
  }

  @ParameterizedTest
  @EnumSource
  void savesManyAtOnce(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.SAVE_ALL);
    int count = 2_345;
    candidate.saveAll(dataset().list(fixture().nextIndexes(count), count));
    fixture().checkAdded(dataset()::row);
    fixture().removeAdded();
  }

  @ParameterizedTest
  @EnumSource
  void updatesTheVersionItKnows(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.UPDATE);
    BehaviorInput original = dataset().row(21);
    BehaviorInput changed =
        original
            .withSource(
                original.source() == BehaviorSource.WEB ? BehaviorSource.API : BehaviorSource.WEB)
            .withInputData(dataset().row(22).inputData())
            .withProcessed(!original.processed());
    BehaviorInput stored = candidate.update(changed);
    assertThat(stored.audit().modifiedAt()).isAfter(original.audit().modifiedAt());
    assertThat(fixture().read(List.of(original.id()))).containsExactly(stored);
    Fixture.requireSame(changed, stored);
    assertThatThrownBy(() -> candidate.update(changed)).isInstanceOf(RuntimeException.class);
    fixture().restore(List.of(original));
    assertThat(fixture().read(List.of(original.id()))).containsExactly(original);
  }

  @ParameterizedTest
  @EnumSource
  void pagesWithAndWithoutTotal(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.PAGE);
    int user = dataset().userNumber(ROWS / 2);
    List<BehaviorInput> matching = new ArrayList<>();
    for (long index = ROWS * 3 / 4 - 1; index >= ROWS / 4; index--) {
      if (dataset().userNumber(index) == user) {
        matching.add(dataset().row(index));
      }
    }
    assertThat(matching).hasSizeGreaterThan(4);
    for (boolean total : new boolean[] {true, false}) {
      PageQuery query =
          new PageQuery(
              Dataset.userId(user),
              dataset().time(ROWS / 4),
              dataset().time(ROWS * 3 / 4),
              3,
              1,
              total);
      Found found = candidate.page(query);
      assertThat(found.rows()).isEqualTo(matching.subList(1, 4));
      assertThat(found.total()).isEqualTo(total ? matching.size() : Found.UNKNOWN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void slicesAtTheStartAndDeep(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.SLICE);
    for (int depth : new int[] {0, 3_210}) {
      assertThat(candidate.slice(dataset().after(depth), 20).get())
          .isEqualTo(dataset().newest(depth, 20));
    }
    assumeThat(name.does(Operation.OFFSET)).isTrue();
    assertThat(candidate.offset(3_210, 20)).isEqualTo(dataset().newest(3_210, 20));
  }

  @ParameterizedTest
  @EnumSource
  void marksWhatIsNotMarkedYet(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.MARK);
    List<BehaviorInput> originals = dataset().unprocessed(SOME);
    List<BehaviorInputId> ids = originals.stream().map(BehaviorInput::id).toList();
    assertThat(candidate.markProcessed(ids.subList(0, SOME / 2))).isEqualTo(SOME / 2);
    assertThat(candidate.markProcessed(ids)).isEqualTo(SOME - SOME / 2);
    List<BehaviorInput> marked = fixture().read(ids);
    for (int i = 0; i < SOME; i++) {
      Fixture.requireSame(originals.get(i).withProcessed(true), marked.get(i));
      assertThat(marked.get(i).audit().modifiedAt()).isAfter(originals.get(i).audit().modifiedAt());
    }
    fixture().restore(originals);
  }

  @ParameterizedTest
  @EnumSource
  void claimsTheOldest(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.CLAIM);
    List<BehaviorInput> originals = dataset().unprocessed(SOME);
    List<BehaviorInput> claimed = new ArrayList<>(candidate.claim(SOME / 2));
    claimed.addAll(candidate.claim(SOME / 2));
    assertThat(claimed)
        .extracting(BehaviorInput::id)
        .containsExactlyInAnyOrderElementsOf(originals.stream().map(BehaviorInput::id).toList());
    fixture().restore(originals);
  }

  @ParameterizedTest
  @EnumSource
  void streamsEveryRowOnce(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.STREAM);
    try (Stream<BehaviorInput> rows = candidate.stream()) {
      assertThat(rows.sorted(comparingLong(row -> Dataset.index(row.id()))).toList())
          .isEqualTo(dataset().list(0, ROWS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsWhatIsThere(Candidates name) throws SQLException {
    Candidate candidate = taking(name, Operation.ANALYTICS);
    assertThat(candidate.analytics())
        .isEqualTo(run.candidate(Candidates.RAW).analytics())
        .satisfies(
            summary -> {
              assertThat(summary.totalInputs()).isEqualTo(ROWS);
              assertThat(summary.processedInputs()).isEqualTo(ROWS - dataset().unprocessedCount());
            });
  }

  @Test
  void everyLineOfTheTableRunsAndIsJudged() throws RunnerException {
    Duration instant = Duration.ofMillis(8);
    Set<Candidates> taking = EnumSet.allOf(Candidates.class);
    taking.removeIf(candidate -> candidate.role() == Candidates.Role.PEER);
    Turns turns =
        new Turns(
            new Turns.Plan(
                instant, instant, Turns.Rounds.of(1), Turns.Rounds.of(1), Turns.Rounds.of(1)),
            taking);
    List<Measurement> lines = Lines.all(new Run.Sizes(100, 800, 500), ROWS);
    List<Sample> samples = new ArrayList<>();
    List<List<Measurement>> together = Lines.together(lines);
    assertThat(together.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(lines);
    assertThat(together.stream().map(group -> group.stream().map(Measurement::label).toList()))
        .contains(
            List.of("page with total", "page without total"),
            List.of("keyset slice, first", "keyset slice at row 500"),
            List.of("analytics of 10,000"));
    for (List<Measurement> group : together) {
      samples.addAll(turns.measure(group));
    }
    for (Measurement line : lines) {
      assertThat(samples)
          .filteredOn(sample -> sample.measurement().equals(line.label()))
          .as(line.label())
          .extracting(Sample::candidate)
          .containsExactlyInAnyOrderElementsOf(
              line.candidates().stream().filter(taking::contains).toList())
          .contains(line.subject());
    }
    Table table = new Table(lines, taking, samples);
    assertThat(table.times() + table.options())
        .contains(lines.stream().map(line -> "| " + line.label() + " |").toList());
    assertThat(table.targets(Map.of()))
        .contains("| ≤ 0.02 of raw JDBC at “analytics of 10,000” |")
        // No peer took part.
        .doesNotContain("none ahead", "MyBatis");
  }

  @Test
  void peersTakePartInSomeRoundsAndTheOthersInAll() throws RunnerException {
    Duration instant = Duration.ofMillis(8);
    Turns turns =
        new Turns(
            new Turns.Plan(
                instant, instant, new Turns.Rounds(4, 2), Turns.Rounds.of(1), Turns.Rounds.of(1)),
            EnumSet.of(Candidates.RAW, Candidates.JOOQ));
    List<Sample> samples = turns.measure(List.of(Lines.all(run.sizes(), ROWS).get(0)));
    assertThat(samples)
        .filteredOn(sample -> sample.candidate() == Candidates.RAW)
        .extracting(Sample::round)
        .containsExactly(1, 2, 3, 4);
    assertThat(samples)
        .filteredOn(sample -> sample.candidate() == Candidates.JOOQ)
        .extracting(Sample::round)
        .containsExactly(2, 4);
  }

  private static Candidate taking(Candidates name, Operation operation) throws SQLException {
    assumeThat(name.does(operation)).isTrue();
    fixture().count(name.counts());
    fixture().record(name.records());
    return run.candidate(name);
  }

  private static Dataset dataset() {
    return fixture().dataset();
  }

  private static Fixture fixture() {
    return run.fixture();
  }
}
