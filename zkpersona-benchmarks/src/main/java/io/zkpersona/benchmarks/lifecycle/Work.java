package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import java.sql.SQLException;

/** A turn's calls of one kind, always with the same values. Not thread-safe. */
public abstract class Work {

  private final LifecycleFixture fixture;

  Work(LifecycleFixture fixture) {
    this.fixture = fixture;
  }

  final LifecycleFixture fixture() {
    return fixture;
  }

  /** Prepares rows for at most a number of calls. */
  public void prepare(int calls) throws SQLException {
    // Most calls need no rows of their own.
  }

  /** Makes the next call and returns its result. This alone is timed. */
  public abstract Object call(Lifecycle subject);

  /** Compares the stored rows with what the calls should have left. */
  public abstract void check() throws SQLException;

  /** Restores the rows as they were before the turn. */
  public void restore() throws SQLException {
    fixture.restore();
  }
}
