package io.zkpersona.cli.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Buckets of equal length that cover a range of time.
 *
 * @param step the length of a bucket
 * @param starts the beginning of each, a multiple of the step since 1970
 */
record Buckets(Step step, List<Instant> starts) {

  /** The maximum number of buckets in a chart. */
  private static final int MOST = 60;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);

  /** A length that people read easily. */
  enum Step {
    MINUTE(Duration.ofMinutes(1), "1 minute"),
    TEN_MINUTES(Duration.ofMinutes(10), "10 minutes"),
    HOUR(Duration.ofHours(1), "1 hour"),
    SIX_HOURS(Duration.ofHours(6), "6 hours"),
    DAY(Duration.ofDays(1), "1 day"),
    WEEK(Duration.ofDays(7), "1 week"),
    FOUR_WEEKS(Duration.ofDays(28), "4 weeks"),
    YEAR(Duration.ofDays(364), "52 weeks");

    final Duration length;
    final String text;

    Step(Duration length, String text) {
      this.length = length;
      this.text = text;
    }

    boolean isWithinADay() {
      return length.compareTo(Duration.ofDays(1)) < 0;
    }
  }

  /**
   * Covers a range with the shortest step that takes few enough buckets; of many decades, the last.
   *
   * @param from the first instant
   * @param until the last instant, not before the first
   */
  static Buckets covering(Instant from, Instant until) {
    for (Step step : Step.values()) {
      Buckets buckets = of(step, from, until);
      if (buckets.starts.size() <= MOST || step == Step.YEAR) {
        return buckets;
      }
    }
    throw new IllegalStateException("no step");
  }

  private static Buckets of(Step step, Instant from, Instant until) {
    long seconds = step.length.toSeconds();
    long last = Math.floorDiv(until.getEpochSecond(), seconds);
    long first = Math.max(Math.floorDiv(from.getEpochSecond(), seconds), last - MOST);
    List<Instant> starts = new ArrayList<>();
    for (long index = first; index <= last; index++) {
      starts.add(Instant.ofEpochSecond(index * seconds));
    }
    return new Buckets(step, List.copyOf(starts));
  }

  /** Returns the end of a bucket, which belongs to the next one. */
  Instant end(Instant start) {
    return start.plus(step.length);
  }

  /** Returns the text of each beginning. */
  List<String> labels() {
    DateTimeFormatter format = step.isWithinADay() ? HOUR : DAY;
    return starts.stream().map(start -> format.format(start.atOffset(ZoneOffset.UTC))).toList();
  }
}
