package io.zkpersona.benchmarks.jmh;

import io.zkpersona.domain.behavior.BehaviorInput;
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

/**
 * Inserts many rows at once; compares and removes them afterwards. Run by {@code exec:exec@short}.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BulkBenchmark {

  /** The rows to insert. */
  @State(Scope.Benchmark)
  public static class NewRows {

    /** The multiple of the run's bulk size. */
    @Param("1")
    public int times = 1;

    private List<BehaviorInput> rows = List.of();

    /** Creates the rows. */
    @Setup(Level.Invocation)
    public void prepare(Subject subject) {
      int count = subject.run().sizes().bulk() * times;
      rows = subject.dataset().list(subject.fixture().nextIndexes(count), count);
    }

    /** Compares and removes the inserted rows. */
    @TearDown(Level.Invocation)
    public void check(Subject subject) throws SQLException {
      subject.fixture().checkAdded(subject.dataset()::row);
      subject.fixture().removeAdded();
    }
  }

  /** Inserts all rows or none. */
  @Benchmark
  public void saveAll(Subject subject, NewRows rows) {
    subject.candidate().saveAll(rows.rows);
  }
}
