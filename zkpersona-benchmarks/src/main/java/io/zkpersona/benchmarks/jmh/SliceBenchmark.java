package io.zkpersona.benchmarks.jmh;

import io.zkpersona.domain.behavior.BehaviorInput;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reads twenty rows at the start and far from it. Run by {@code exec:exec@short}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SliceBenchmark {

  private static final int LIMIT = 20;

  /** The newest rows. */
  @State(Scope.Benchmark)
  public static class First {

    private Slice slice = new Slice(List::of);

    /** Prepares the query and compares its result by content. */
    @Setup
    public void prepare(Subject subject) {
      slice = at(subject, 0);
    }
  }

  /** The rows after many others. */
  @State(Scope.Benchmark)
  public static class Deep {

    private Slice slice = new Slice(List::of);

    /** Pages to the position and compares its rows by content. */
    @Setup
    public void prepare(Subject subject) {
      slice = at(subject, subject.run().sizes().deep());
    }
  }

  private record Slice(Supplier<List<BehaviorInput>> rows) {}

  private static Slice at(Subject subject, int depth) {
    return subject.once(
        "slice at " + depth,
        Slice.class,
        () -> {
          var rows = subject.candidate().slice(subject.dataset().after(depth), LIMIT);
          Subject.require(
              rows.get().equals(subject.dataset().newest(depth, LIMIT)), "the rows in their order");
          return new Slice(rows);
        });
  }

  /** Reads by keyset at the start. */
  @Benchmark
  public List<BehaviorInput> first(Subject subject, First first) {
    return Subject.sized(first.slice.rows.get(), LIMIT);
  }

  /** Reads by keyset far from the start. */
  @Benchmark
  public List<BehaviorInput> deep(Subject subject, Deep deep) {
    return Subject.sized(deep.slice.rows.get(), LIMIT);
  }

  /** Reads by offset at the same distance. */
  @Benchmark
  public List<BehaviorInput> offset(Subject subject) {
    return Subject.sized(subject.candidate().offset(subject.run().sizes().deep(), LIMIT), LIMIT);
  }
}
