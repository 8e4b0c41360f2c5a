package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Claims unprocessed rows with eight concurrent workers. Run by {@code exec:exec@short}. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ClaimBenchmark {

  private static final int WORKERS = 8;
  private static final int BATCH = 100;

  /** The workers and the rows they claimed. */
  @State(Scope.Benchmark)
  public static class Work {

    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    private final List<BehaviorInputId> claimed = new ArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();

    /** Resets the claimed rows. */
    @Setup(Level.Invocation)
    public void prepare() {
      claimed.clear();
      taken.set(0);
    }

    /** Checks that each row was claimed once and is processed, and restores the rows. */
    @TearDown(Level.Invocation)
    public void check(Subject subject) throws SQLException {
      Subject.require(new HashSet<>(claimed).size() == claimed.size(), "nothing taken twice");
      Subject.require(
          subject.fixture().read(claimed).stream().allMatch(BehaviorInput::processed),
          "all processed");
      List<BehaviorInput> originals =
          claimed.stream().map(id -> subject.dataset().row(Dataset.index(id))).toList();
      Subject.require(
          originals.stream().noneMatch(BehaviorInput::processed), "only what was not processed");
      subject.fixture().restore(originals);
    }

    /** Stops the workers. */
    @TearDown
    public void stop() {
      workers.shutdown();
    }
  }

  /** Runs all workers until they have claimed enough rows together. */
  @Benchmark
  public int claim(Subject subject, Work work) throws InterruptedException, ExecutionException {
    List<Future<List<BehaviorInputId>>> shares = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      shares.add(work.workers.submit(() -> share(subject, work)));
    }
    for (Future<List<BehaviorInputId>> share : shares) {
      work.claimed.addAll(share.get());
    }
    return work.claimed.size();
  }

  private static List<BehaviorInputId> share(Subject subject, Work work) {
    List<BehaviorInputId> share = new ArrayList<>();
    while (work.taken.get() < subject.run().sizes().marked()) {
      List<BehaviorInput> rows = subject.candidate().claim(BATCH);
      work.taken.addAndGet(rows.size());
      rows.forEach(row -> share.add(row.id()));
    }
    return share;
  }
}
