package io.zkpersona.benchmarks.jmh;

import static io.zkpersona.benchmarks.candidate.Candidates.AGAIN;
import static io.zkpersona.benchmarks.candidate.Candidates.COUNTED;
import static io.zkpersona.benchmarks.candidate.Candidates.GROUP_COMMIT;
import static io.zkpersona.benchmarks.candidate.Candidates.JDBI;
import static io.zkpersona.benchmarks.candidate.Candidates.JOOQ;
import static io.zkpersona.benchmarks.candidate.Candidates.JOOQ_RECORDS;
import static io.zkpersona.benchmarks.candidate.Candidates.LISTENED;
import static io.zkpersona.benchmarks.candidate.Candidates.MYBATIS;
import static io.zkpersona.benchmarks.candidate.Candidates.RAW;
import static io.zkpersona.benchmarks.candidate.Candidates.RAW_COPY;
import static io.zkpersona.benchmarks.candidate.Candidates.RECORDED;
import static io.zkpersona.benchmarks.candidate.Candidates.REPLICA;
import static io.zkpersona.benchmarks.candidate.Candidates.SPRING_DATA_JDBC;
import static io.zkpersona.benchmarks.candidate.Candidates.SPRING_DATA_JPA;
import static io.zkpersona.benchmarks.candidate.Candidates.TENANT;
import static io.zkpersona.benchmarks.candidate.Candidates.WAITING;
import static io.zkpersona.benchmarks.candidate.Candidates.ZK_PERSONA;
import static io.zkpersona.benchmarks.jmh.Measurement.core;
import static io.zkpersona.benchmarks.jmh.Measurement.once;
import static io.zkpersona.benchmarks.jmh.Measurement.repeated;
import static io.zkpersona.benchmarks.jmh.Target.ahead;
import static io.zkpersona.benchmarks.jmh.Target.bytes;
import static io.zkpersona.benchmarks.jmh.Target.noneAhead;
import static io.zkpersona.benchmarks.jmh.Target.ofRaw;
import static io.zkpersona.benchmarks.jmh.Target.processor;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.candidate.Operation;
import io.zkpersona.benchmarks.lifecycle.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The lines of the comparison in order, with their targets. */
public final class Lines {

  private static final String SAVE = "SaveBenchmark.save";
  private static final String SAVE_ALL = "BulkBenchmark.saveAll";
  private static final String MARK = "MarkBenchmark.mark";
  private static final String SUMMARY = "AnalyticsBenchmark.summary";
  private static final String WITH_CHANGES = ", changes recorded";
  private static final String WITH_TOTAL = "page with total";
  private static final String FIRST_SLICE = "keyset slice, first";
  private static final String OFFSET = "the same by offset";

  private Lines() {}

  /**
   * Returns the measurements for a table of this size. Options come last, because they change the
   * table.
   */
  public static List<Measurement> all(Run.Sizes sizes, long rows) {
    List<Measurement> lines = new ArrayList<>();
    lines.addAll(reads(sizes));
    lines.addAll(writes(sizes));
    lines.addAll(many(rows));
    lines.addAll(lifecycles());
    lines.addAll(options(sizes, rows));
    lines.addAll(recorded(sizes));
    lines.add(fromReplica());
    return lines;
  }

  /** Returns the measurement of a user's summary, which only this library supports. */
  public static Measurement summaryOfUser() {
    return repeated("analytics of a user", List.of(ZK_PERSONA), "AnalyticsBenchmark.ofUser", 1);
  }

  /** Groups the lines with those that their targets compare them with; options stay separate. */
  public static List<List<Measurement>> together(List<Measurement> lines) {
    Map<String, List<Measurement>> groups = new LinkedHashMap<>();
    for (Measurement line : lines) {
      List<Measurement> group =
          line.targets().stream()
              .map(target -> groups.get(target.line()))
              .filter(Objects::nonNull)
              .filter(found -> !line.isOption())
              .findFirst()
              .orElseGet(ArrayList::new);
      group.add(line);
      groups.put(line.label(), group);
    }
    return groups.values().stream().distinct().toList();
  }

  private static List<Measurement> reads(Run.Sizes sizes) {
    List<Measurement> lines = new ArrayList<>();
    Target[] find = {
      ofRaw(1.05),
      ahead(1.15, MYBATIS),
      ahead(1.9, JOOQ),
      ahead(2, SPRING_DATA_JPA),
      ahead(2.5, SPRING_DATA_JDBC),
      processor(1.15),
      bytes(300)
    };
    Target[] page = {
      ofRaw(0.95), ahead(1.25, SPRING_DATA_JPA), ahead(1.25, JOOQ), ahead(1.25, SPRING_DATA_JDBC)
    };
    var finders = Measurement.all(Operation.FIND);
    var pagers = Measurement.all(Operation.PAGE);
    lines.add(repeated("find by id", finders, "FindBenchmark.findById", 1, find));
    lines.add(repeated("find by id, 8 threads", finders, "FindBenchmark.findById", 8, find));
    lines.add(
        repeated(
            "find 100 ids",
            Measurement.all(Operation.FIND_ALL),
            "FindBenchmark.findHundred",
            1,
            ofRaw(1.05)));
    lines.add(repeated(WITH_TOTAL, pagers, "PageBenchmark.withTotal", 1, page));
    lines.add(repeated(WITH_TOTAL + ", 8 threads", pagers, "PageBenchmark.withTotal", 8, page));
    lines.add(
        repeated(
            "page without total",
            pagers,
            "PageBenchmark.withoutTotal",
            1,
            Target.of(RAW, WITH_TOTAL, 0.5)));
    lines.add(repeated(FIRST_SLICE, core(Operation.SLICE), "SliceBenchmark.first", 1, ofRaw(1.05)));
    lines.add(
        repeated(
            String.format(Locale.ROOT, "keyset slice at row %,d", sizes.deep()),
            Measurement.all(Operation.SLICE),
            "SliceBenchmark.deep",
            1,
            Target.of(ZK_PERSONA, FIRST_SLICE, 1.15),
            ahead(200, ZK_PERSONA, OFFSET)));
    lines.add(repeated(OFFSET, core(Operation.OFFSET), "SliceBenchmark.offset", 1));
    return lines;
  }

  private static List<Measurement> writes(Run.Sizes sizes) {
    List<Measurement> lines = new ArrayList<>();
    Target[] one = {
      ofRaw(1.05), noneAhead(), ahead(1.6, SPRING_DATA_JPA), ahead(1.6, SPRING_DATA_JDBC)
    };
    Target[] bulk = {
      ofRaw(0.75),
      Target.of(RAW_COPY, 1.05),
      ahead(1.3, MYBATIS),
      ahead(1.3, JDBI),
      ahead(1.6, SPRING_DATA_JPA),
      ahead(3, JOOQ_RECORDS)
    };
    String mark = String.format(Locale.ROOT, "mark %,d", sizes.marked());
    var savers = Measurement.all(Operation.SAVE_ALL);
    var markers = Measurement.all(Operation.MARK);
    for (int threads : new int[] {1, 8}) {
      lines.add(
          repeated(
              "save one" + suffix(threads), Measurement.all(Operation.SAVE), SAVE, threads, one));
    }
    for (int threads : new int[] {1, 8}) {
      lines.add(
          repeated(
              "update one" + suffix(threads),
              Measurement.all(Operation.UPDATE),
              "UpdateBenchmark.update",
              threads,
              ofRaw(1.05)));
    }
    lines.add(
        once(
            String.format(Locale.ROOT, "save %,d", sizes.bulk()),
            savers,
            SAVE_ALL,
            Measurement.Cost.ONE_CALL,
            bulk));
    lines.add(
        once(
                String.format(Locale.ROOT, "save %,d", sizes.bulk() * 10),
                savers,
                SAVE_ALL,
                Measurement.Cost.LONG_CALL,
                bulk)
            .with("times", "10"));
    lines.add(once(mark, markers, MARK, Measurement.Cost.ONE_CALL, ofRaw(1.05), noneAhead()));
    lines.add(
        repeated(
            mark + ", already done",
            markers,
            "MarkBenchmark.again",
            1,
            Target.of(RAW, mark, 0.1),
            noneAhead()));
    lines.add(
        once(
            "claim and complete, 8 workers",
            Measurement.all(Operation.CLAIM),
            "ClaimBenchmark.claim",
            Measurement.Cost.ONE_CALL,
            ofRaw(1.05)));
    return lines;
  }

  private static String suffix(int threads) {
    return threads == 1 ? "" : String.format(Locale.ROOT, ", %d threads", threads);
  }

  private static List<Measurement> many(long rows) {
    return List.of(
        once(
            String.format(Locale.ROOT, "stream %,d", rows),
            Measurement.all(Operation.STREAM),
            "StreamBenchmark.everything",
            Measurement.Cost.LONG_CALL,
            ofRaw(0.85),
            ahead(1.3, JOOQ),
            ahead(1.5, SPRING_DATA_JPA)),
        once(
            summary(rows),
            Measurement.all(Operation.ANALYTICS),
            SUMMARY,
            Measurement.Cost.ONE_CALL,
            ofRaw(0.45)));
  }

  private static List<Measurement> lifecycles() {
    return Arrays.stream(Call.values())
        .filter(Call::byRaw)
        .map(
            call ->
                repeated(
                        call.label(),
                        core(Operation.LIFECYCLE),
                        "LifecycleBenchmark.call",
                        1,
                        ofRaw(1.05))
                    .with("call", call.name()))
        .toList();
  }

  private static String summary(long rows) {
    return String.format(Locale.ROOT, "analytics of %,d", rows);
  }

  /** Every write with its changes recorded, beside the same without. */
  private static List<Measurement> recorded(Run.Sizes sizes) {
    List<Candidates> both = List.of(ZK_PERSONA, RECORDED);
    Target single = Target.of(ZK_PERSONA, 1.25);
    Target bulk = Target.of(ZK_PERSONA, 1.5);
    List<Measurement> lines = new ArrayList<>();
    lines.add(repeated("save one" + WITH_CHANGES, both, SAVE, 1, single));
    lines.add(repeated("update one" + WITH_CHANGES, both, "UpdateBenchmark.update", 1, single));
    lines.add(
        once(
            String.format(Locale.ROOT, "save %,d", sizes.bulk()) + WITH_CHANGES,
            both,
            SAVE_ALL,
            Measurement.Cost.ONE_CALL,
            bulk));
    lines.add(
        once(
            String.format(Locale.ROOT, "mark %,d", sizes.marked()) + WITH_CHANGES,
            both,
            MARK,
            Measurement.Cost.ONE_CALL,
            bulk));
    // Those that write. An erasure needs a person for each call.
    for (Call call : EnumSet.complementOf(EnumSet.of(Call.SUMMARY, Call.ANALYTICS, Call.ERASE))) {
      lines.add(
          repeated(call.label() + WITH_CHANGES, both, "LifecycleBenchmark.call", 1, single)
              .with("call", call.name()));
    }
    return lines.stream().map(line -> line.about(RECORDED)).toList();
  }

  /** Comes last, because the replica repeats all writes from then on. */
  private static Measurement fromReplica() {
    return repeated(
            "find by id, from a replica",
            List.of(ZK_PERSONA, REPLICA),
            "FindBenchmark.findById",
            1,
            Target.of(ZK_PERSONA, 1.02))
        .about(REPLICA);
  }

  private static List<Measurement> options(Run.Sizes sizes, long rows) {
    List<Candidates> groupCommit = List.of(WAITING, GROUP_COMMIT);
    return List.of(
        repeated("save one, group commit, synchronous commit, 8 threads", groupCommit, SAVE, 8)
            .about(GROUP_COMMIT),
        repeated("save one, group commit, synchronous commit, 32 threads", groupCommit, SAVE, 32)
            .about(GROUP_COMMIT),
        repeated(
                summary(rows) + ", from the rollup",
                List.of(COUNTED),
                "AnalyticsBenchmark.counted",
                1,
                Target.of(RAW, summary(rows), 0.02))
            .about(COUNTED),
        repeated(
                "find by id, with a listener",
                List.of(ZK_PERSONA, LISTENED),
                "FindBenchmark.findById",
                1,
                Target.of(ZK_PERSONA, 1.05))
            .about(LISTENED),
        repeated("find by id, again", List.of(ZK_PERSONA, AGAIN), "FindBenchmark.findById", 1)
            .about(AGAIN),
        repeated(
                "find by id, in a tenant",
                List.of(ZK_PERSONA, TENANT),
                "FindBenchmark.findById",
                1,
                Target.of(ZK_PERSONA, 1.02))
            .about(TENANT),
        repeated("save one, with the rollup", List.of(ZK_PERSONA, COUNTED), SAVE, 1).about(COUNTED),
        once(
                String.format(Locale.ROOT, "save %,d, with the rollup", sizes.bulk()),
                List.of(ZK_PERSONA, COUNTED),
                SAVE_ALL,
                Measurement.Cost.ONE_CALL)
            .about(COUNTED));
  }
}
