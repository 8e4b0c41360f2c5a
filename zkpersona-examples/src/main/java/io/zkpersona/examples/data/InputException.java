package io.zkpersona.examples.data;

/** Thrown when the walk cannot continue for a reason that its user can fix. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line with the error and the expectation
   */
  public InputException(String message) {
    super(message);
  }

  /**
   * Creates the exception with a cause.
   *
   * @param message one line with the error and the expectation
   * @param cause the underlying error
   */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
