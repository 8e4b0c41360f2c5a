package io.zkpersona.cli.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a page. All times are texts in UTC. Holds no id, name or address of anybody.
 *
 * @param created when the figures were read
 * @param totals the numbers of stored rows
 */
record Report(
    String created,
    Health health,
    Map<String, Long> totals,
    Activity activity,
    Map<String, Long> proofs,
    Reputation reputation,
    List<Place> leaderboard,
    Queue queue) {

  /**
   * The state of the database.
   *
   * @param status {@code healthy}, {@code read only}, {@code unhealthy} or {@code closed}
   * @param roundTripMillis the time of a round trip; null if there was none
   * @param schema the version of the schema
   * @param upToDate whether all migrations are applied
   */
  record Health(String status, @Nullable Double roundTripMillis, String schema, boolean upToDate) {}

  /**
   * Inputs over time.
   *
   * @param step the length of a bucket, such as {@code 1 day}
   * @param labels the beginning of each bucket
   * @param byType the number of inputs in each bucket, by type; types without inputs are left out
   * @param bySource the same by source
   */
  record Activity(
      String step,
      List<String> labels,
      Map<String, List<Long>> byType,
      Map<String, List<Long>> bySource) {}

  /**
   * The scores of all users together.
   *
   * @param board the category and the period
   * @param counts the number of scores in force now, in ten ranges of ten
   * @param labels the instants of the trend
   * @param means the mean at each instant; null where there were no scores
   * @param numbers the number of scores at each instant
   */
  record Reputation(
      String board,
      List<Long> counts,
      List<String> labels,
      List<@Nullable Double> means,
      List<Long> numbers) {}

  /** A place on the leaderboard, without its user. */
  record Place(long rank, double score) {}

  /**
   * The work queue.
   *
   * @param oldestSeconds the time since the oldest waiting input was stored; null if none waits
   */
  record Queue(long waiting, long claimed, long dead, @Nullable Long oldestSeconds) {}
}
