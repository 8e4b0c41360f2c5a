package io.zkpersona.storage.error;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import org.jspecify.annotations.Nullable;

/** Thrown when the schema is not at the required version, or cannot be migrated to it. */
public class MigrationException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for a schema at another version.
   *
   * @param message the current and required state and the remedy, safe to display
   */
  public MigrationException(String message) {
    this(message, null);
  }

  /**
   * Creates the exception for a failed migration.
   *
   * @param message the migration and the error, safe to display
   * @param cause the cause, free of personal data; null if unknown
   */
  public MigrationException(String message, @Nullable Throwable cause) {
    super(ErrorCode.MIGRATION, message, cause);
  }
}
