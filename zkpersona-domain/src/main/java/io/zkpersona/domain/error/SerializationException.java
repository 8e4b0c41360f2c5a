package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** A stored value can't be read as its Java type, or a Java value can't be written as stored. */
public class SerializationException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /**
   * A value can't be converted.
   *
   * @param message which one and why, in words that are safe to show
   * @param cause what led to it, free of personal data; null if unknown
   */
  public SerializationException(String message, @Nullable Throwable cause) {
    super(ErrorCode.SERIALIZATION, message, cause);
  }
}
