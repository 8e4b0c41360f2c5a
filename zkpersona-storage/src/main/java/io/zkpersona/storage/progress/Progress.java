package io.zkpersona.storage.progress;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one long call. Immutable. Contains no values of rows.
 *
 * <p>The unit depends on the operation: rows of the source in a bulk call, deleted rows in an
 * erasure, days of inputs in a rebuild of the activity rollup, steps in calls that the server runs
 * as a whole.
 */
public final class Progress {

  private final String operation;
  private final long done;
  private final long committed;
  private final @Nullable Long total;
  private final Duration elapsed;

  /**
   * Creates a progress.
   *
   * @param operation the operation, for example {@code behavior_inputs.save_all}
   * @param done how much is done
   * @param committed how much of it is committed
   * @param total how much there is; null if unknown
   * @param elapsed the time since the call began
   */
  public Progress(
      String operation, long done, long committed, @Nullable Long total, Duration elapsed) {
    this.operation = operation;
    this.done = done;
    this.committed = committed;
    this.total = total;
    this.elapsed = elapsed;
  }

  /** Returns the operation, by the name under which it is counted and timed. */
  public String operation() {
    return operation;
  }

  /**
   * Returns how much is done. In a bulk call, the rows of the source that have been handled,
   * counted from its start, including skipped rows.
   */
  public long done() {
    return done;
  }

  /**
   * Returns how much of {@link #done()} a failure would not undo: all of it in a call that commits
   * in chunks, in an atomic call none before its end. Rows that a bulk call skipped count as
   * committed.
   */
  public long committed() {
    return committed;
  }

  /** Returns how much there is to do; empty if that is not known. */
  public OptionalLong total() {
    return total == null ? OptionalLong.empty() : OptionalLong.of(total);
  }

  /** Returns the time since the call began. */
  public Duration elapsed() {
    return elapsed;
  }

  /** Describes the progress, for example {@code users.erase 10000 of 25000}. */
  @Override
  public String toString() {
    return operation + " " + done + (total == null ? "" : " of " + total);
  }
}
