package io.zkpersona.storage.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Runs each task on a new thread. {@link CompletableFuture}'s default executor is shared by the
 * whole JVM, and on a small machine it has a single thread from JDK 25 up: of two tasks that wait
 * for each other, the second would never start.
 */
public final class OwnThreads {

  /** Starts a new daemon thread for each task. */
  public static final Executor EXECUTOR =
      task -> {
        Thread thread = new Thread(task, "own-thread-of-a-test");
        thread.setDaemon(true);
        thread.start();
      };

  private OwnThreads() {}

  /** Starts {@code work} on a new thread; the future completes with its value. */
  public static <T> CompletableFuture<T> supply(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, EXECUTOR);
  }

  /** Starts {@code work} on a new thread. */
  public static CompletableFuture<Void> run(Runnable work) {
    return CompletableFuture.runAsync(work, EXECUTOR);
  }
}
