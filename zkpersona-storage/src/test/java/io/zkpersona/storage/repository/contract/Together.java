package io.zkpersona.storage.repository.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same task on many threads at once. */
public final class Together {

  /** The result of one thread: a value or a failure. */
  public record Outcome<T>(T value, Throwable failure) {}

  private Together() {}

  /** Runs the task on all threads, which start together. */
  public static <T> List<Outcome<T>> run(int threads, Callable<T> task)
      throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(
            () -> {
              start.await();
              return task.call();
            });
      }
      List<Outcome<T>> outcomes = new ArrayList<>();
      for (Future<T> done : pool.invokeAll(tasks)) {
        try {
          outcomes.add(new Outcome<>(done.get(), null));
        } catch (ExecutionException e) {
          outcomes.add(new Outcome<>(null, e.getCause()));
        }
      }
      return outcomes;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Returns the values, and fails if a thread failed. */
  public static <T> List<T> values(List<Outcome<T>> outcomes) {
    List<T> values = new ArrayList<>();
    for (Outcome<T> outcome : outcomes) {
      if (outcome.failure() != null) {
        throw new AssertionError(outcome.failure());
      }
      values.add(outcome.value());
    }
    return values;
  }

  /** Returns the failures of the threads that failed. */
  public static List<Throwable> failures(List<? extends Outcome<?>> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.failure() != null)
        .<Throwable>map(Outcome::failure)
        .toList();
  }
}
