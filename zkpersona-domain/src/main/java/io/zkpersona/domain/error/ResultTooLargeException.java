package io.zkpersona.domain.error;

/** More rows match than one call returns; nothing was cut short. */
public class ResultTooLargeException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final long limit;

  /**
   * A result is refused.
   *
   * @param limit how many rows one call returns at most
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

  /** How many rows one call returns at most. */
  public final long limit() {
    return limit;
  }
}
