package io.zkpersona.domain.error;

/** Thrown when more rows match than one call returns. The result was not truncated. */
public class ResultTooLargeException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final long limit;

  /**
   * Creates the exception for a result.
   *
   * @param limit the largest number of rows that one call returns
   */
  public ResultTooLargeException(long limit) {
    super(
        ErrorCode.RESULT_TOO_LARGE,
        "result: more than "
            + limit
            + " rows (expected: at most "
            + limit
            + "; narrow the filter, read pages or slices, or stream)");
    this.limit = limit;
  }

  /** Returns the largest number of rows that one call returns. */
  public final long limit() {
    return limit;
  }
}
