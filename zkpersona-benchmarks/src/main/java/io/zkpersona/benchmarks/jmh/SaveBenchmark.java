package io.zkpersona.benchmarks.jmh;

import io.zkpersona.domain.behavior.BehaviorInput;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Inserts rows one by one; compares and removes them afterwards. Run by {@code exec:exec@short}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SaveBenchmark {

  /** The rows to insert. */
  @State(Scope.Benchmark)
  public static class NewRows {

    private Templates templates = new Templates(Run.current().fixture().dataset());

    /** Creates the content of the rows; inserted rows are compared and removed afterwards. */
    @Setup
    public void prepare(Subject subject) {
      templates =
          subject.run().once("templates", Templates.class, () -> new Templates(subject.dataset()));
      subject
          .run()
          .afterwards(
              () -> {
                subject.fixture().checkAdded(templates::row);
                subject.fixture().removeAdded();
              });
    }
  }

  /** Inserts one row. */
  @Benchmark
  public BehaviorInput save(Subject subject, NewRows rows) {
    BehaviorInput saved =
        subject.candidate().save(rows.templates.row(subject.fixture().nextIndex()));
    Subject.require(saved.audit().isSaved(), "the time of creation");
    return saved;
  }
}
