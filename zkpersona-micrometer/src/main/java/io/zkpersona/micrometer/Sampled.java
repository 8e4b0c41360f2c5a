package io.zkpersona.micrometer;

import io.zkpersona.domain.error.ZkPersonaException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A value that takes a query, sampled on another thread when it is asked for and the last sample is
 * old. Asking never waits: it returns the last sample. A sample that fails leaves the last one.
 * Thread-safe.
 */
final class Sampled<T> {

  private record Sample<T>(T value, long taken) {}

  private final Supplier<T> query;
  private final long interval;
  private final Executor thread;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile @Nullable Sample<T> last;
  private volatile long next = System.nanoTime();

  Sampled(Supplier<T> query, Duration interval, Executor thread) {
    this.query = query;
    this.interval = interval.toNanos();
    this.thread = thread;
  }

  /** Returns a figure of the last sample; NaN if there is none yet. */
  double get(ToDoubleFunction<T> figure) {
    refresh();
    Sample<T> sample = last;
    return sample == null ? Double.NaN : figure.applyAsDouble(sample.value);
  }

  /** Returns the age of the last sample in seconds; NaN if there is none yet. */
  double age() {
    refresh();
    Sample<T> sample = last;
    return sample == null ? Double.NaN : (System.nanoTime() - sample.taken) / 1e9;
  }

  private void refresh() {
    if (System.nanoTime() - next >= 0 && running.compareAndSet(false, true)) {
      try {
        thread.execute(this::sample);
      } catch (RuntimeException e) {
        running.set(false);
        throw e;
      }
    }
  }

  private void sample() {
    long start = System.nanoTime();
    try {
      last = new Sample<>(query.get(), start);
    } catch (ZkPersonaException e) {
      // The query's own operation counts the failure, and the age of the sample grows.
    } finally {
      next = System.nanoTime() + interval;
      running.set(false);
    }
  }
}
