package io.zkpersona.storage.error;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a bulk call that commits in chunks ends before its source does: a row was rejected,
 * the database became unavailable, or the source or the callback threw. Committed rows stay
 * committed. The cause tells why the call ended; a row index in the cause counts from the start of
 * the source.
 *
 * <p>Repeating the call with {@code BulkOptions.skipping(committedRows())} on the same source
 * resumes exactly there, unless {@link #uncertainRows()} is above 0. In that case the connection
 * broke during the commit of a chunk, the cause is an {@link OutcomeUnknownException}, and the
 * chunk may have been stored. Call {@code DatabaseManager.outcomeOf} with the cause; if the chunk
 * was committed, skip its rows too. Inserts of absent rows, upserts and deletes can safely repeat
 * the chunk; {@code createAll} would insert its rows again under new ids.
 */
public class BulkInterruptedException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final long committedRows;
  private final int uncertainRows;

  /**
   * Creates the exception for a call that ended early.
   *
   * @param committedRows the number of rows done, from the start of the source
   * @param cause the reason, with a message that is safe to display
   */
  public BulkInterruptedException(long committedRows, @Nullable Throwable cause) {
    this(committedRows, 0, cause);
  }

  /**
   * Creates the exception for a call that ended early during the commit of a chunk.
   *
   * @param committedRows the number of rows done, from the start of the source
   * @param uncertainRows the number of following rows that may have been committed as well, all or
   *     none of them
   * @param cause the reason, with a message that is safe to display
   */
  public BulkInterruptedException(
      long committedRows, int uncertainRows, @Nullable Throwable cause) {
    super(
        ErrorCode.BULK_INTERRUPTED,
        "bulk call: stopped after "
            + committedRows
            + " rows of its source, which are committed (expected: all rows; remove the cause, then"
            + " continue by skipping that many rows"
            + (uncertainRows == 0
                ? ")"
                : "; the next "
                    + uncertainRows
                    + " may be committed too: call outcomeOf with the cause first)"),
        cause);
    this.committedRows = committedRows;
    this.uncertainRows = uncertainRows;
  }

  /**
   * Returns the number of rows after {@link #committedRows()} that may have been committed as well,
   * all or none of them; 0 unless the answer to a chunk's commit was lost.
   */
  public final int uncertainRows() {
    return uncertainRows;
  }

  /**
   * Returns the number of rows done, from the start of the source: committed by this call, or
   * skipped at its request.
   */
  public final long committedRows() {
    return committedRows;
  }
}
