package io.zkpersona.cli.option;

/** Thrown when a command does not do what it was asked for, to protect data. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the reason and what to do, safe to display
   */
  public RefusedException(String message) {
    super(message);
  }
}
