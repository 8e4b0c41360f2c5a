package io.zkpersona.storage.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread is about to do, and fails if it never does. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = 5_000_000;

  private Eventually() {}

  /** Asks again and again until {@code condition} holds. */
  public static void holds(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("never came: " + what);
      }
      // A question often makes a connection, which takes what it waits for its share of a
      // processor.
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
