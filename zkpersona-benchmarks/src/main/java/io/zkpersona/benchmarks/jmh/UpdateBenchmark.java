package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorSource;
import io.zkpersona.domain.json.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Updates stored rows one by one, each based on the version known to its writer; compares and
 * restores them afterwards. Run by {@code exec:exec@short}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class UpdateBenchmark {

  private static final int ROWS = 256;
  private static final int WRITERS = 8;
  private static final AtomicInteger NEXT_WRITER = new AtomicInteger();

  /** The rows of one writer, changed by no other. */
  @State(Scope.Thread)
  public static class OwnRows {

    private List<BehaviorInput> originals = new ArrayList<>();
    private List<BehaviorInput> current = new ArrayList<>();
    private List<Json> contents = new ArrayList<>();
    private int turn;

    /** Reads the rows; they are compared and restored afterwards. */
    @Setup
    public void read(Subject subject) {
      int writer = NEXT_WRITER.getAndIncrement() % WRITERS;
      long apart = subject.dataset().rows() / (ROWS * (long) WRITERS);
      originals =
          IntStream.range(0, ROWS)
              .mapToObj(i -> subject.dataset().row((i * (long) WRITERS + writer) * apart))
              .toList();
      current = new ArrayList<>(originals);
      contents =
          subject.dataset().list(subject.dataset().rows(), 7).stream()
              .map(BehaviorInput::inputData)
              .toList();
      subject.run().afterwards(() -> check(subject));
    }

    private void check(Subject subject) throws SQLException {
      List<BehaviorInput> stored =
          subject.fixture().read(current.stream().map(BehaviorInput::id).toList());
      for (int i = 0; i < ROWS; i++) {
        Fixture.requireSame(current.get(i), stored.get(i));
      }
      subject.fixture().restore(originals);
    }
  }

  /** Updates one row. */
  @Benchmark
  public BehaviorInput update(Subject subject, OwnRows rows) {
    int turn = rows.turn++;
    BehaviorInput changed =
        rows.current
            .get(turn % ROWS)
            .withInputData(rows.contents.get(turn % rows.contents.size()))
            .withSource(turn % 2 == 0 ? BehaviorSource.API : BehaviorSource.ORACLE);
    BehaviorInput stored = subject.candidate().update(changed);
    Subject.require(
        stored.audit().modifiedAt().isAfter(changed.audit().modifiedAt()), "a later time");
    rows.current.set(turn % ROWS, stored);
    return stored;
  }
}
