package io.zkpersona.benchmarks.jmh;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finds rows by id, one or a hundred at once. Run by {@code exec:exec@short}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FindBenchmark {

  private static final int MANY = 100;
  private static final int SAMPLE = 20;

  /** Compares some rows by content before timing. */
  @State(Scope.Benchmark)
  public static class Sample {

    /** Reads the rows, once per candidate. */
    @Setup
    public void check(Subject subject) {
      subject.once("found", Long.class, () -> found(subject));
    }

    private static long found(Subject subject) {
      for (int i = 0; i < SAMPLE; i++) {
        long index = subject.randomIndex();
        Subject.require(
            subject
                .candidate()
                .find(subject.dataset().id(index))
                .equals(subject.dataset().row(index)),
            "the row that was loaded");
      }
      return SAMPLE;
    }
  }

  /** Finds one row. */
  @Benchmark
  public BehaviorInput findById(Subject subject, Sample checked) {
    BehaviorInputId id = subject.dataset().id(subject.randomIndex());
    BehaviorInput found = subject.candidate().find(id);
    Subject.require(found.id().equals(id), "the row that was asked for");
    return found;
  }

  /** Finds a hundred rows with one query. */
  @Benchmark
  public List<BehaviorInput> findHundred(Subject subject, Sample checked) {
    long first = subject.randomIndex() % (subject.dataset().rows() / MANY);
    List<BehaviorInputId> ids = new ArrayList<>(MANY);
    for (int i = 0; i < MANY; i++) {
      ids.add(subject.dataset().id(first + i * (subject.dataset().rows() / MANY)));
    }
    return Subject.sized(subject.candidate().findAll(ids), MANY);
  }
}
