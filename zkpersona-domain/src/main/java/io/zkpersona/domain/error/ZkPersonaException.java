package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** The root of all exceptions that this library throws deliberately. */
public class ZkPersonaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * Creates an exception without a cause, which {@code initCause} can set later.
   *
   * @param code the error code
   * @param message the error, safe to display
   */
  public ZkPersonaException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * Creates an exception with a cause.
   *
   * @param code the error code
   * @param message the error, safe to display
   * @param cause the cause; null if none or unknown
   */
  public ZkPersonaException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Returns the error code. */
  public final ErrorCode code() {
    return code;
  }

  /** Returns the message; never null. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code.code() : message;
  }
}
