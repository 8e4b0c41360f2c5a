package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** The schema can't be brought, or is not, to the version that is needed. */
public class MigrationException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /**
   * The schema does not fit.
   *
   * @param message what is there, what is needed and what to do, in words that are safe to show
   */
  public MigrationException(String message) {
    this(message, null);
  }

  /**
   * A migration failed.
   *
   * @param message which one and how, in words that are safe to show
   * @param cause what led to it, free of personal data; null if unknown
   */
  public MigrationException(String message, @Nullable Throwable cause) {
    super(ErrorCode.MIGRATION, message, cause);
  }
}
