package io.zkpersona.benchmarks.jmh;

import io.zkpersona.domain.behavior.BehaviorInput;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Streams every row. Run by {@code exec:exec@short}. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StreamBenchmark {

  private static final int FIRST = 50_000;

  /** Reads part of the table before the first turn, and opens new connections before each. */
  @State(Scope.Benchmark)
  public static class Warm {

    /**
     * Reads part of the table once, and renews the connections, because whole tables are rarely
     * read repeatedly on one connection. After five executions of a statement on a connection the
     * driver changes its defaults, and rows arrive as fast as with tuned settings.
     */
    @Setup
    public void read(Subject subject) {
      subject.once("streamed", Long.class, () -> some(subject));
      subject.run().renewConnections(subject.name);
    }

    private static long some(Subject subject) {
      try (Stream<BehaviorInput> rows = subject.candidate().stream()) {
        return rows.limit(FIRST).filter(row -> row.inputData().text().length() > 100).count();
      }
    }
  }

  /** Streams the whole table. */
  @Benchmark
  public long everything(Subject subject, Warm warm) {
    long count = 0;
    long ids = 0;
    try (Stream<BehaviorInput> rows = subject.candidate().stream()) {
      for (Iterator<BehaviorInput> each = rows.iterator(); each.hasNext(); ) {
        BehaviorInput row = each.next();
        Subject.require(row.inputData().text().length() > 100, "the whole JSON");
        ids += row.id().value().getLeastSignificantBits() & 0xffff_ffffL;
        count++;
      }
    }
    long expected = subject.dataset().rows();
    Subject.require(count == expected && ids == expected * (expected - 1) / 2, "each row once");
    return ids;
  }
}
