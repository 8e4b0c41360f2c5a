package io.zkpersona.storage.error;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the database cannot be reached, no connection became free, or the connection was
 * lost.
 */
public class DatabaseUnavailableException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for an unavailable database.
   *
   * @param message the error, safe to display
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  public DatabaseUnavailableException(
      String message, @Nullable String sqlState, @Nullable Throwable cause) {
    super(ErrorCode.DATABASE_UNAVAILABLE, message, sqlState, null, cause);
  }
}
