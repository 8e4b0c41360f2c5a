package io.zkpersona.storage.error;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a transaction cannot be begun, used or ended as requested ({@link
 * ErrorCode#TRANSACTION}), or when the database aborted it in favor of another one ({@link
 * ErrorCode#TRANSACTION_CONFLICT}: a serialization failure or a deadlock; the whole transaction may
 * be repeated).
 */
public class TransactionException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for a misused transaction.
   *
   * @param message the error and the expectation, safe to display
   */
  public TransactionException(String message) {
    this(message, null, null);
  }

  /**
   * Creates the exception for a failed transaction.
   *
   * @param message the error, safe to display
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  public TransactionException(
      String message, @Nullable String sqlState, @Nullable Throwable cause) {
    this(ErrorCode.TRANSACTION, message, sqlState, cause);
  }

  private TransactionException(
      ErrorCode code, String message, @Nullable String sqlState, @Nullable Throwable cause) {
    super(code, message, sqlState, null, cause);
  }

  /**
   * Creates the exception for a transaction that was aborted in favor of another one.
   *
   * @param message the error, safe to display
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param cause the cause, free of personal data; null if unknown
   */
  public static TransactionException conflict(
      String message, @Nullable String sqlState, @Nullable Throwable cause) {
    return new TransactionException(ErrorCode.TRANSACTION_CONFLICT, message, sqlState, cause);
  }
}
