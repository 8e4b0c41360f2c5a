package io.zkpersona.storage.internal.time;

import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.progress.Progress;
import io.zkpersona.storage.progress.ProgressListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reports the progress of one call. Belongs to that call. */
public final class LongCall {

  private final String operation;
  private final ProgressListener listener;
  private final long start = System.nanoTime();

  /**
   * Begins a call.
   *
   * @param listener the caller's; rejected if it is null
   */
  public LongCall(String operation, ProgressListener listener) {
    this.operation = operation;
    this.listener = Required.argument("progress", listener);
  }

  /** Tells whether anybody listens, so that finding out the total is worth a query. */
  public boolean isObserved() {
    return listener != ProgressListener.NONE;
  }

  /** Reports how much is done, how much of it is committed, and how much there is, if known. */
  public void reached(long done, long committed, @Nullable Long total) {
    listener.onProgress(new Progress(operation, done, committed, total, elapsed()));
  }

  /** Reports a step of a call whose steps commit. */
  public void step(long done, long steps) {
    reached(done, done, steps);
  }

  /** Returns the time since the call began. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
