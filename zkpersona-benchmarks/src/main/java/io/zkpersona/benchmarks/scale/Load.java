package io.zkpersona.benchmarks.scale;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The load of a community whose inputs arrive within a year, computed from measured costs.
 *
 * @param node the measured costs
 * @param inputs the number of inputs of a year
 */
record Load(MeasuredNode node, double inputs) {

  /** The peak, as a multiple of the mean of the year. */
  static final double PEAK = 5;

  /** The size of a page of the server. */
  static final double PAGE_BYTES = 8_192;

  private static final double SECONDS_A_YEAR = 365.25 * 86_400;
  private static final double MICROS = 1e6;
  private static final double SECONDS_A_DAY = 86_400;

  /** As autovacuum does by default. */
  private static final double FREEZE_AFTER = 200_000_000;

  /** Returns inputs in a second, at the peak. */
  double peak() {
    return inputs / SECONDS_A_YEAR * PEAK;
  }

  private MeasuredCall perInput(Predicate<Operation> isCounted) {
    return Arrays.stream(Operation.values())
        .filter(isCounted)
        .map(operation -> node.cost(operation).times(operation.perInput()))
        .reduce(MeasuredCall::plus)
        .orElseThrow();
  }

  /** Returns how many cores the peak's writes keep busy. */
  double writingCores() {
    return peak() * perInput(operation -> !operation.isRead()).serverMicros() / MICROS;
  }

  /** Returns how many cores the peak's reads keep busy. */
  double readingCores() {
    return peak() * perInput(Operation::isRead).serverMicros() / MICROS;
  }

  /** Returns how many calls are under way at the peak: as many connections are needed. */
  double callsAtOnce(double tripMicros) {
    return Arrays.stream(Operation.values())
        .mapToDouble(
            operation ->
                peak()
                    * operation.perInput()
                    * (node.cost(operation).elapsedMicros() + tripMicros)
                    / MICROS)
        .sum();
  }

  /** Returns the log of a second at the peak, if each page is changed once between checkpoints. */
  double logPerSecond() {
    MeasuredCall writes = perInput(operation -> !operation.isRead());
    return peak() * (writes.walBytes() + writes.pageImages() * PAGE_BYTES);
  }

  /** Returns what a year's rows and their indexes take. */
  double storedBytes() {
    return inputs * perInput(operation -> !operation.isRead()).storedBytes();
  }

  /** Returns the share of its time for which one process replays the peak. */
  double replayShare() {
    return peak() / node.replayedPerSecond();
  }

  /**
   * Returns how long a crashed server replays at most, from the checkpoint before the last one on.
   */
  double recoverySeconds(double checkpointSeconds) {
    return 2 * checkpointSeconds * replayShare();
  }

  /** Returns after how many days, on the mean, all tables have to be read to freeze them. */
  double daysUntilFreeze() {
    double writesPerInput =
        Arrays.stream(Operation.values())
            .filter(operation -> !operation.isRead())
            .mapToDouble(Operation::perInput)
            .sum();
    return FREEZE_AFTER / (peak() / PEAK * writesPerInput * SECONDS_A_DAY);
  }
}
