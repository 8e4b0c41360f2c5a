package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** The database can't be reached, no connection became free, or the connection was lost. */
public class DatabaseUnavailableException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  /**
   * The database is out of reach.
   *
   * @param message how, in words that are safe to show
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param cause what led to it, free of personal data; null if unknown
   */
  public DatabaseUnavailableException(
      String message, @Nullable String sqlState, @Nullable Throwable cause) {
    super(ErrorCode.DATABASE_UNAVAILABLE, message, sqlState, null, cause);
  }
}
