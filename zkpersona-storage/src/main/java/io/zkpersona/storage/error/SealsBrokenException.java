package io.zkpersona.storage.error;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import org.jspecify.annotations.Nullable;

/** Thrown when changes or their seals are not as they were sealed, so that a call can't go on. */
public class SealsBrokenException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param rule the error and the expectation, safe to display
   * @param cause the cause, free of personal data; null if none
   */
  public SealsBrokenException(String rule, @Nullable Throwable cause) {
    super(ErrorCode.SEALS_BROKEN, "seals of changes: " + rule, cause);
  }
}
