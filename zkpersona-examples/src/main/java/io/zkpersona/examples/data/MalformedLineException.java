package io.zkpersona.examples.data;

/** Thrown when a line does not have the format of its file. The line is reported and skipped. */
public final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean endsFile;

  private MalformedLineException(String message, boolean endsFile) {
    super(message);
    this.endsFile = endsFile;
  }

  /**
   * Creates the exception for a line.
   *
   * @param message the error, without values that may be personal
   */
  MalformedLineException(String message) {
    this(message, false);
  }

  /**
   * Creates the exception for a member of a line.
   *
   * @param member the name of the member
   * @param got the type or size of the value
   * @param expected the expected value
   */
  MalformedLineException(String member, String got, String expected) {
    this(member + ": " + got + " (expected: " + expected + ")");
  }

  /** Creates the exception for a line without which later lines cannot be parsed. */
  static MalformedLineException endingTheFile(String message) {
    return new MalformedLineException(message, true);
  }

  /** Tells whether the rest of the file has to be skipped. */
  public boolean endsFile() {
    return endsFile;
  }
}
