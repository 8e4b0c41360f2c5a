package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/**
 * A bulk call that commits in chunks ended before its source did: a row was refused, the database
 * went away, or the source or the callback threw. What it had committed stays; the cause says why
 * it ended, and where it names a row's index, that counts from the source's start.
 *
 * <p>The same call with {@code BulkOptions.skipping(committedRows())} on the same source goes on
 * exactly there. Only where the connection broke while a chunk was being committed does nobody know
 * whether that chunk, the next after {@link #committedRows()}, was committed too: what upserts or
 * deletes repeats it without harm, an insert finds its ids taken, an update its rows changed.
 */
public class BulkInterruptedException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final long committedRows;

  /**
   * A bulk call ended early.
   *
   * @param committedRows how many of the source's rows, from its start, are dealt with
   * @param cause why it ended, in words that are safe to show
   */
  public BulkInterruptedException(long committedRows, @Nullable Throwable cause) {
    super(
        ErrorCode.BULK_INTERRUPTED,
        "bulk call: ended after "
            + committedRows
            + " rows of its source, which are committed (expected: all of them; go on by skipping"
            + " that many once the cause is mended)",
        cause);
    this.committedRows = committedRows;
  }

  /**
   * How many of the source's rows, from its start, are dealt with: committed by this call, or
   * skipped as the call asked for.
   */
  public final long committedRows() {
    return committedRows;
  }
}
