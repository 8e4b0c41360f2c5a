package io.zkpersona.storage.error;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Thrown when a statement, or its wait for a lock, took longer than allowed and was canceled. */
public class StatementTimeoutException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for a canceled statement.
   *
   * @param message the limit that was exceeded, safe to display
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  public StatementTimeoutException(
      String message, @Nullable String sqlState, @Nullable Throwable cause) {
    super(ErrorCode.STATEMENT_TIMEOUT, message, sqlState, null, cause);
  }
}
