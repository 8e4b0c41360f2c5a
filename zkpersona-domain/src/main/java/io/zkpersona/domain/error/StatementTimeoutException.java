package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** A statement, or its wait for a lock, took longer than allowed and was given up. */
public class StatementTimeoutException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  /**
   * A statement was given up.
   *
   * @param message which limit it ran into, in words that are safe to show
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param cause what led to it, free of personal data; null if unknown
   */
  public StatementTimeoutException(
      String message, @Nullable String sqlState, @Nullable Throwable cause) {
    super(ErrorCode.STATEMENT_TIMEOUT, message, sqlState, null, cause);
  }
}
