package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/**
 * A transaction can't be begun, used or ended this way ({@link ErrorCode#TRANSACTION}), or was
 * given up by the database in favor of another one ({@link ErrorCode#TRANSACTION_CONFLICT}: a
 * serialization failure or a deadlock; the whole transaction may be repeated).
 */
public class TransactionException extends DatabaseException {
  private static final long serialVersionUID = 1L;

  /**
   * A transaction was used wrongly.
   *
   * @param message how, and what is expected instead, in words that are safe to show
   */
  public TransactionException(String message) {
    this(message, null, null);
  }

  /**
   * A transaction failed.
   *
   * @param message how, in words that are safe to show
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param cause what led to it, free of personal data; null if unknown
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
   * A transaction was given up in favor of another one.
   *
   * @param message how, in words that are safe to show
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param cause what led to it, free of personal data; null if unknown
   */
  public static TransactionException conflict(
      String message, @Nullable String sqlState, @Nullable Throwable cause) {
    return new TransactionException(ErrorCode.TRANSACTION_CONFLICT, message, sqlState, cause);
  }
}
