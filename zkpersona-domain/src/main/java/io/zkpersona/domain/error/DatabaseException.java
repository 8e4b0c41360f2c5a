package io.zkpersona.domain.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the database rejects a statement or fails. Subtypes represent the cases that callers
 * handle individually.
 */
public class DatabaseException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String sqlState;
  private final @Nullable String constraint;

  /**
   * Creates the exception for an error without a subtype.
   *
   * @param message the error, safe to display
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param constraint the name of the violated constraint; null if none
   * @param cause the cause, free of personal data; null if unknown
   */
  public DatabaseException(
      String message,
      @Nullable String sqlState,
      @Nullable String constraint,
      @Nullable Throwable cause) {
    this(ErrorCode.DATABASE, message, sqlState, constraint, cause);
  }

  /**
   * Creates the exception for a subtype.
   *
   * @param code the error code
   * @param message the error, safe to display
   * @param sqlState the five-character SQLSTATE; null if unknown
   * @param constraint the name of the violated constraint; null if none
   * @param cause the cause, free of personal data; null if unknown
   */
  protected DatabaseException(
      ErrorCode code,
      String message,
      @Nullable String sqlState,
      @Nullable String constraint,
      @Nullable Throwable cause) {
    super(code, message, cause);
    this.sqlState = sqlState;
    this.constraint = constraint;
  }

  /** Returns the five-character SQLSTATE; empty if unknown. */
  public final Optional<String> sqlState() {
    return Optional.ofNullable(sqlState);
  }

  /** Returns the name of the violated constraint; empty if none or unknown. */
  public final Optional<String> constraint() {
    return Optional.ofNullable(constraint);
  }
}
