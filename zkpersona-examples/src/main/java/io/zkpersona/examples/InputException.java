package io.zkpersona.examples;

/** The walk can't go on, for a reason that the person who started it can mend. */
final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Ends the walk.
   *
   * @param message one line that says what is wrong and what was expected
   */
  InputException(String message) {
    super(message);
  }

  /**
   * Ends the walk because of something that failed underneath.
   *
   * @param message one line that says what is wrong and what was expected
   * @param cause what failed
   */
  InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
