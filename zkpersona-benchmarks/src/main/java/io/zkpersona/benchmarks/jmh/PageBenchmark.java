package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Found;
import io.zkpersona.benchmarks.data.PageQuery;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reads the first page of a user's rows, without the oldest and newest twentieth. Run by {@code
 * exec:exec@short}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PageBenchmark {

  private static final int LIMIT = 20;

  /** The query and the number of matching rows. */
  @State(Scope.Benchmark)
  public static class Question {

    private int[] totals = {};
    private Instant from = Instant.EPOCH;
    private Instant until = Instant.EPOCH;

    /** Counts each user's rows without the database. */
    @Setup
    public void count(Subject subject) {
      long first = subject.dataset().rows() / 20;
      long end = subject.dataset().rows() / 20 * 19;
      from = subject.dataset().time(first);
      until = subject.dataset().time(end);
      totals =
          subject.run().once("totals", int[].class, () -> totals(subject.dataset(), first, end));
    }

    private static int[] totals(Dataset dataset, long first, long end) {
      int[] totals = new int[dataset.users()];
      for (long index = first; index < end; index++) {
        totals[dataset.userNumber(index)]++;
      }
      return totals;
    }

    PageQuery of(int user, boolean total) {
      return new PageQuery(Dataset.userId(user), from, until, LIMIT, 0, total);
    }
  }

  /** Reads rows and total. */
  @Benchmark
  public Found withTotal(Subject subject, Question question) {
    int user = ThreadLocalRandom.current().nextInt(subject.dataset().users());
    Found found = subject.candidate().page(question.of(user, true));
    Subject.require(found.total() == question.totals[user], "the exact total");
    Subject.sized(found.rows(), Math.min(LIMIT, question.totals[user]));
    return found;
  }

  /** Reads rows only. */
  @Benchmark
  public Found withoutTotal(Subject subject, Question question) {
    int user = ThreadLocalRandom.current().nextInt(subject.dataset().users());
    Found found = subject.candidate().page(question.of(user, false));
    Subject.sized(found.rows(), Math.min(LIMIT, question.totals[user]));
    return found;
  }
}
