package io.zkpersona.domain.error;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The root of all exceptions that this library throws deliberately. */
public class ZkPersonaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Outside a bulk call, or unknown. */
  private static final int NO_INDEX = -1;

  private final ErrorCode code;
  private int index = NO_INDEX;

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

  /** Returns the position of the rejected element in a bulk call, from 0; empty outside of one. */
  public final OptionalInt index() {
    return index == NO_INDEX ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * Adds the position of the rejected element in a bulk call, which the message then begins with.
   * Replaces an earlier one.
   *
   * @param position the position, from 0
   * @throws ValidationException if it is negative
   */
  public final void addIndex(int position) {
    if (position < 0) {
      throw new ValidationException("index", position + " (expected: at least 0)");
    }
    this.index = position;
  }

  /** Returns the message; never null. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    String text = message == null ? code.code() : message;
    return index == NO_INDEX ? text : "element " + index + ": " + text;
  }
}
