package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.benchmarks.lifecycle.Call;
import io.zkpersona.benchmarks.lifecycle.Work;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * Calls that change several rows together; compares and removes the rows afterwards. Run by {@code
 * exec:exec@short}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LifecycleBenchmark {

  /** More than a server answers in a second to one thread. */
  private static final int CALLS_A_SECOND = 20_000;

  private static final int FEWEST_CALLS = 200;

  /** The calls of the turn. */
  @State(Scope.Benchmark)
  public static class Turn {

    /** The kind of calls. */
    @Param("CREATE_PROOF")
    public Call call = Call.CREATE_PROOF;

    private @Nullable Lifecycle lifecycle;
    private @Nullable Work work;

    /** Prepares rows for as many calls as there can be. */
    @Setup
    public void prepare(Subject subject, BenchmarkParams turn) throws SQLException, IOException {
      lifecycle = subject.candidate().lifecycle();
      Work next = call.on(subject.run().lifecycle());
      work = next;
      double seconds = seconds(turn.getWarmup()) + seconds(turn.getMeasurement());
      next.prepare(FEWEST_CALLS + (int) (seconds * CALLS_A_SECOND));
      subject
          .run()
          .afterwards(
              () -> {
                next.check();
                next.restore();
              });
    }

    private static double seconds(IterationParams iterations) {
      return iterations.getCount()
          * (double) iterations.getTime().convertTo(TimeUnit.MILLISECONDS)
          / 1_000;
    }
  }

  /** Makes one call, or those that belong together. */
  @Benchmark
  public Object call(Turn turn) {
    return Objects.requireNonNull(turn.work).call(Objects.requireNonNull(turn.lifecycle));
  }
}
