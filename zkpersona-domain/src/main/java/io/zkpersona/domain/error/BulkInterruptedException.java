package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/**
 * A bulk call that commits in chunks ended before its source did: a row was refused, the database
 * went away, or the source or the callback threw. What it had committed stays; the cause says why
 * it ended, and where it names a row's index, that counts from the source's start.
 *
 * <p>The same call with {@code BulkOptions.skipping(committedRows())} on the same source goes on
 * exactly there, unless {@link #uncertainRows()} says otherwise: the connection broke while a chunk
 * was being committed, the cause is an {@link OutcomeUnknownException}, and that chunk may be
 * stored. {@code DatabaseManager.outcomeOf} of the cause tells; if it was committed, skip its rows
 * too. Inserts of absent rows, upserts and deletes may repeat the chunk without harm; {@code
 * createAll} would make its rows again under new ids.
 */
public class BulkInterruptedException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final long committedRows;
  private final int uncertainRows;

  /**
   * A bulk call ended early.
   *
   * @param committedRows how many of the source's rows, from its start, are dealt with
   * @param cause why it ended, in words that are safe to show
   */
  public BulkInterruptedException(long committedRows, @Nullable Throwable cause) {
    this(committedRows, 0, cause);
  }

  /**
   * A bulk call ended early while a chunk was being committed.
   *
   * @param committedRows how many of the source's rows, from its start, are dealt with
   * @param uncertainRows how many rows after those may be committed as well, all or none of them
   * @param cause why it ended, in words that are safe to show
   */
  public BulkInterruptedException(
      long committedRows, int uncertainRows, @Nullable Throwable cause) {
    super(
        ErrorCode.BULK_INTERRUPTED,
        "bulk call: ended after "
            + committedRows
            + " rows of its source, which are committed (expected: all of them; go on by skipping"
            + " that many once the cause is mended"
            + (uncertainRows == 0
                ? ")"
                : "; the next "
                    + uncertainRows
                    + " may be committed too: ask outcomeOf of the cause first)"),
        cause);
    this.committedRows = committedRows;
    this.uncertainRows = uncertainRows;
  }

  /**
   * How many rows after {@link #committedRows()} may be committed as well, all or none of them; 0
   * unless the answer to a chunk's commit was lost.
   */
  public final int uncertainRows() {
    return uncertainRows;
  }

  /**
   * How many of the source's rows, from its start, are dealt with: committed by this call, or
   * skipped as the call asked for.
   */
  public final long committedRows() {
    return committedRows;
  }
}
