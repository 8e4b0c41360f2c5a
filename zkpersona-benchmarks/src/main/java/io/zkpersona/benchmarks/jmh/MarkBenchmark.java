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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The status of many rows, put back afterwards. Run by {@code exec:exec@short}. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MarkBenchmark {

  /** Which rows. */
  @State(Scope.Benchmark)
  public static class Rows {

    /** Whether the rows are marked already, so that nothing is left to do. */
    @Param("false")
    public boolean done;

    private List<BehaviorInput> originals = List.of();
    private List<BehaviorInputId> ids = List.of();

    /** Chooses the rows. */
    @Setup(Level.Invocation)
    public void prepare(Subject subject) {
      originals = subject.dataset().unprocessed(subject.run().sizes().marked());
      ids = originals.stream().map(BehaviorInput::id).toList();
      if (done) {
        subject.candidate().markProcessed(ids);
      }
    }

    /** Looks whether all are marked, and puts them back. */
    @TearDown(Level.Invocation)
    public void check(Subject subject) throws SQLException {
      Subject.require(
          subject.fixture().read(ids).stream().allMatch(BehaviorInput::processed), "all marked");
      subject.fixture().restore(originals);
    }
  }

  /** All at once. */
  @Benchmark
  public int mark(Subject subject, Rows rows) {
    int marked = subject.candidate().markProcessed(rows.ids);
    Subject.require(marked == (rows.done ? 0 : rows.ids.size()), "the number of rows it marked");
    return marked;
  }
}
