package io.zkpersona.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The simulation agrees with theory where there is one, and the guide's page with the simulation.
 */
class ScaleTest {

  private static final Path PAGE = Path.of("..", "docs", "scale.md");

  private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(7);

  @Test
  void thePageHasTheTablesThatTheCommandPrints() throws IOException {
    String page = Files.readString(PAGE);

    new ScaleTables(MeasuredNode.recorded())
        .all()
        .forEach((name, table) -> assertThat(page).as(name).contains("\n\n" + table + "\n"));
  }

  /** With one core the times are distributed exponentially with the mean 1 / (1 - utilization). */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.8})
  void oneCoreWaitsAsTheorySays(double utilization) {
    double[] times = new Waiting(1, utilization, random).times(1_000_000);

    double mean = 1 / (1 - utilization);
    assertThat(Arrays.stream(times).average().orElseThrow()).isCloseTo(mean, within(mean * 0.05));
    for (double share : new double[] {0.5, 0.99}) {
      double expected = -Math.log(1 - share) * mean;
      assertThat(Waiting.percentile(times, share)).isCloseTo(expected, within(expected * 0.05));
    }
  }

  /** The rest of the cores works off the calls that came during the outage. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.8})
  void anOutageIsWorkedOffAsTheorySays(double utilization) {
    double expected = utilization / (1 - utilization);

    assertThat(new Waiting(8, utilization, random).backlogAfter(20_000))
        .isCloseTo(expected, within(expected * 0.05));
  }

  @Test
  void usersThatMoveMoveToTheCellsThatWereAdded() {
    int[] buckets = Cells.buckets(4_096, 64, 80);

    assertThat(IntStream.range(0, 10_000))
        .filteredOn(user -> Cells.byRendezvous(user, 80) != Cells.byRendezvous(user, 64))
        .isNotEmpty()
        .allMatch(user -> Cells.byRendezvous(user, 80) >= 64);
    assertThat(Arrays.stream(buckets).boxed().collect(Collectors.groupingBy(cell -> cell)))
        .hasSize(80)
        .allSatisfy((cell, of) -> assertThat(of).hasSizeBetween(51, 52));
    assertThat(IntStream.range(0, 4_096).filter(bucket -> buckets[bucket] != bucket % 64))
        .allMatch(bucket -> buckets[bucket] >= 64);
  }

  @Test
  void theBestOfEachCellHaveTheBestOfAll() {
    List<Integer> scores = random.ints(5_000, 0, 300).boxed().toList();

    assertThat(Cells.leaders(scores, 7, 40))
        .isEqualTo(scores.stream().sorted(Collections.reverseOrder()).limit(40).toList());
  }

  @Test
  void tenantsOfOneSizeFillNodesAlikeAndALargeOneNeedsANodeAlone() {
    assertThat(Cells.busiestNode(10, 1_000, 0)).isCloseTo(1, within(1e-9));
    assertThat(Cells.busiestNode(1_000, 1_000, 1)).isGreaterThan(100);
  }

  @Test
  void theLoadGrowsWithTheInputsAndTheTimeUntilFreezingFalls() throws IOException {
    MeasuredNode node = MeasuredNode.recorded();
    Load one = new Load(node, 1e9);
    Load ten = new Load(node, 1e10);

    assertThat(ten.writingCores()).isCloseTo(one.writingCores() * 10, within(1e-6));
    assertThat(ten.storedBytes()).isCloseTo(one.storedBytes() * 10, within(1e3));
    assertThat(ten.daysUntilFreeze()).isCloseTo(one.daysUntilFreeze() / 10, within(1e-6));
    assertThat(one.peak()).isCloseTo(158, within(1.0));
    assertThat(one.logPerSecond()).isPositive();
    assertThat(node.calls().values())
        .allSatisfy(cost -> assertThat(cost.serverMicros()).isPositive());
  }
}
