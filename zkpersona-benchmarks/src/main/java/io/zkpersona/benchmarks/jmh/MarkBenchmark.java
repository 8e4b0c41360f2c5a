package io.zkpersona.benchmarks.jmh;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Marks many rows as processed; restores them afterwards. Run by {@code exec:exec@short}. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MarkBenchmark {

  /** The rows to mark. */
  @State(Scope.Benchmark)
  public static class Rows {

    private List<BehaviorInput> originals = List.of();
    private List<BehaviorInputId> ids = List.of();

    /** Chooses the rows. */
    @Setup(Level.Invocation)
    public void prepare(Subject subject) {
      originals = subject.dataset().unprocessed(subject.run().sizes().marked());
      ids = originals.stream().map(BehaviorInput::id).toList();
    }

    /** Checks that all rows are marked, and restores them. */
    @TearDown(Level.Invocation)
    public void check(Subject subject) throws SQLException {
      Subject.require(
          subject.fixture().read(ids).stream().allMatch(BehaviorInput::processed), "all marked");
      subject.fixture().restore(originals);
    }
  }

  /** As many rows that are already marked, spaced alike. */
  @State(Scope.Benchmark)
  public static class Done {

    private List<BehaviorInputId> ids = List.of();

    /** Chooses the rows. */
    @Setup
    public void prepare(Subject subject) {
      ids =
          subject.dataset().processed(subject.run().sizes().marked()).stream()
              .map(BehaviorInput::id)
              .toList();
    }
  }

  /** Marks all rows at once. */
  @Benchmark
  public int mark(Subject subject, Rows rows) {
    int marked = subject.candidate().markProcessed(rows.ids);
    Subject.require(marked == rows.ids.size(), "the number of rows it marked");
    return marked;
  }

  /** Marks all rows at once although nothing needs to change. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public int again(Subject subject, Done done) {
    int marked = subject.candidate().markProcessed(done.ids);
    Subject.require(marked == 0, "no row marked");
    return marked;
  }
}
