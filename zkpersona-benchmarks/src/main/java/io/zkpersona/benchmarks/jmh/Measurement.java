package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Operation;
import java.util.List;
import java.util.Map;

/**
 * A line of the table.
 *
 * @param label what it is called there
 * @param operation what of a candidate it measures
 * @param method the benchmark, as {@code Class.method}
 * @param parameters the benchmark's own
 * @param threads how many at once
 * @param cost what one turn of one candidate takes
 * @param target how long this library may take, as a ratio to raw JDBC
 */
public record Measurement(
    String label,
    Operation operation,
    String method,
    Map<String, String> parameters,
    int threads,
    Cost cost,
    double target) {

  /** What one turn takes. */
  public enum Cost {
    /** As long as it is given: the call is repeated. */
    REPEATED,
    /** One call, tenths of a second. */
    ONE_CALL,
    /** One call, seconds. */
    LONG_CALL
  }

  /** The lines of the comparison, in their order. */
  public static List<Measurement> all(Run.Sizes sizes, long rows) {
    return List.of(
        repeated("find by id", Operation.FIND, "FindBenchmark.findById", 1, 1.05),
        repeated("find by id, 8 threads", Operation.FIND, "FindBenchmark.findById", 8, 1.05),
        repeated("find 100 ids", Operation.FIND_ALL, "FindBenchmark.findHundred", 1, 1.05),
        repeated("save one", Operation.SAVE, "SaveBenchmark.save", 1, 1.05),
        repeated("save one, 8 threads", Operation.SAVE, "SaveBenchmark.save", 8, 1.05),
        repeated("update one", Operation.UPDATE, "UpdateBenchmark.update", 1, 1.05),
        repeated("update one, 8 threads", Operation.UPDATE, "UpdateBenchmark.update", 8, 1.05),
        repeated("page with total", Operation.PAGE, "PageBenchmark.withTotal", 1, 0.95),
        repeated("page with total, 8 threads", Operation.PAGE, "PageBenchmark.withTotal", 8, 0.95),
        repeated("page without total", Operation.PAGE, "PageBenchmark.withoutTotal", 1, 1.05),
        repeated("slice, first", Operation.SLICE, "SliceBenchmark.first", 1, 1.05),
        repeated("slice, deep", Operation.SLICE, "SliceBenchmark.deep", 1, 1.05),
        repeated("offset, as deep", Operation.OFFSET, "SliceBenchmark.offset", 1, 1.05),
        new Measurement(
            "save %,d".formatted(sizes.bulk()),
            Operation.SAVE_ALL,
            "BulkBenchmark.saveAll",
            Map.of("times", "1"),
            1,
            Cost.ONE_CALL,
            0.75),
        new Measurement(
            "save %,d".formatted(sizes.bulk() * 10),
            Operation.SAVE_ALL,
            "BulkBenchmark.saveAll",
            Map.of("times", "10"),
            1,
            Cost.LONG_CALL,
            0.75),
        marking("mark %,d".formatted(sizes.marked()), "false", 1.05),
        marking("mark %,d, already done".formatted(sizes.marked()), "true", 1.05),
        once("claim by 8 workers", Operation.CLAIM, "ClaimBenchmark.claim", Cost.ONE_CALL, 1.05),
        once(
            "stream %,d".formatted(rows),
            Operation.STREAM,
            "StreamBenchmark.everything",
            Cost.LONG_CALL,
            0.85),
        once(
            "analytics of %,d".formatted(rows),
            Operation.ANALYTICS,
            "AnalyticsBenchmark.summary",
            Cost.ONE_CALL,
            0.45));
  }

  private static Measurement repeated(
      String label, Operation operation, String method, int threads, double target) {
    return new Measurement(label, operation, method, Map.of(), threads, Cost.REPEATED, target);
  }

  private static Measurement marking(String label, String done, double target) {
    return new Measurement(
        label,
        Operation.MARK,
        "MarkBenchmark.mark",
        Map.of("done", done),
        1,
        Cost.ONE_CALL,
        target);
  }

  private static Measurement once(
      String label, Operation operation, String method, Cost cost, double target) {
    return new Measurement(label, operation, method, Map.of(), 1, cost, target);
  }
}
