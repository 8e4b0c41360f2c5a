package io.zkpersona.domain.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database refused or failed. Subtypes tell the cases that callers act upon. */
public class DatabaseException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String sqlState;
  private final @Nullable String constraint;

  /**
   * An error that is no more particular.
   *
   * @param message what happened, in words that are safe to show
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param constraint the name of the constraint that was violated; null if none
   * @param cause what led to it, free of personal data; null if unknown
   */
  public DatabaseException(
      String message,
      @Nullable String sqlState,
      @Nullable String constraint,
      @Nullable Throwable cause) {
    this(ErrorCode.DATABASE, message, sqlState, constraint, cause);
  }

  /**
   * For subtypes.
   *
   * @param code what went wrong
   * @param message the same in words that are safe to show
   * @param sqlState the five characters of SQLSTATE; null if unknown
   * @param constraint the name of the constraint that was violated; null if none
   * @param cause what led to it, free of personal data; null if unknown
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

  /** The five characters of SQLSTATE; empty if unknown. */
  public final Optional<String> sqlState() {
    return Optional.ofNullable(sqlState);
  }

  /** The name of the constraint that was violated; empty if none or unknown. */
  public final Optional<String> constraint() {
    return Optional.ofNullable(constraint);
  }
}
