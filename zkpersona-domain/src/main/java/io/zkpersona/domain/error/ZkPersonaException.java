package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/** The root of everything this library throws on purpose. */
public class ZkPersonaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * An error without a cause, which may be given one by {@code initCause}.
   *
   * @param code what went wrong
   * @param message the same in words that are safe to show
   */
  public ZkPersonaException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * An error with a cause.
   *
   * @param code what went wrong
   * @param message the same in words that are safe to show
   * @param cause what led to it; null if nothing or unknown
   */
  public ZkPersonaException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What went wrong. */
  public final ErrorCode code() {
    return code;
  }

  /** The message; always present. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code.code() : message;
  }
}
