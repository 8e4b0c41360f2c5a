package io.zkpersona.examples;

/** A line is not what its file should hold. It is reported and passed over. */
final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean endsFile;

  private MalformedLineException(String message, boolean endsFile) {
    super(message);
    this.endsFile = endsFile;
  }

  /**
   * A line that can't be used.
   *
   * @param message what is wrong, in words that hold no value that may be personal
   */
  MalformedLineException(String message) {
    this(message, false);
  }

  /**
   * A member of a line that can't be used.
   *
   * @param member its name
   * @param got what it is
   * @param expected what it should be
   */
  MalformedLineException(String member, String got, String expected) {
    this(member + ": " + got + " (expected: " + expected + ")");
  }

  /** A line without which those after it can't be understood either. */
  static MalformedLineException endingTheFile(String message) {
    return new MalformedLineException(message, true);
  }

  /** Whether the rest of the file is lost too. */
  boolean endsFile() {
    return endsFile;
  }
}
