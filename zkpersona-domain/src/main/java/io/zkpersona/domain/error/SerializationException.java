package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** Thrown when a stored value cannot be read as its Java type, or a Java value cannot be stored. */
public class SerializationException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for a value.
   *
   * @param message the value's location and the error, safe to display
   * @param cause the cause, free of personal data; null if unknown
   */
  public SerializationException(String message, @Nullable Throwable cause) {
    super(ErrorCode.SERIALIZATION, message, cause);
  }
}
