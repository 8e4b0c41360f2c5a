package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Candidate;
import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The candidate of the current turn. */
@State(Scope.Benchmark)
public class Subject {

  /** The measured candidate. */
  @Param("RAW")
  public Candidates name = Candidates.RAW;

  private Run run = Run.current();
  private Candidate candidate = run.candidate(Candidates.RAW);

  /** Looks the candidate up; it was opened before the turn. */
  @Setup
  public void open() {
    run = Run.current();
    candidate = run.candidate(name);
  }

  /** Computes a value once per candidate instead of at each of its turns. */
  <T> T once(Object what, Class<T> type, Supplier<T> found) {
    return run.once(List.of(name, what), type, found);
  }

  Candidate candidate() {
    return candidate;
  }

  Run run() {
    return run;
  }

  Fixture fixture() {
    return run.fixture();
  }

  Dataset dataset() {
    return run.fixture().dataset();
  }

  long randomIndex() {
    return ThreadLocalRandom.current().nextLong(dataset().rows());
  }

  static void require(boolean holds, String expectation) {
    if (!holds) {
      throw new IllegalStateException("a wrong result (expected: " + expectation + ")");
    }
  }

  static <T> List<T> sized(List<T> rows, int size) {
    require(rows.size() == size, size + " rows");
    return rows;
  }
}
