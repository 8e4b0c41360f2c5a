package io.zkpersona.storage.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for another process or thread, and fails after 30 seconds. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = 5_000_000;

  private Eventually() {}

  /** Polls until {@code condition} holds. */
  public static void holds(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("never came: " + what);
      }
      // A condition often opens a connection, which competes for the processor with the work
      // awaited.
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
