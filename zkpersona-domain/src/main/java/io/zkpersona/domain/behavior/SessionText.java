package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;

/**
 * A session as the caller names it, in text of its own, kept exactly as given. Immutable and
 * thread-safe; {@link #toString()} doesn't show it, since it may say who somebody is.
 *
 * @param value at most 255 characters, possibly none
 */
public record SessionText(String value) {
  private static final int MAX_LENGTH = 255;

  /**
   * Checks the text.
   *
   * @throws ValidationException if it is null or longer than 255 characters, or holds what the
   *     database can't (NUL, half a surrogate pair)
   */
  public SessionText {
    Checks.text("sessionId", value, 0, MAX_LENGTH);
  }

  /** The type and the length only. */
  @Override
  public String toString() {
    return "SessionText" + SafeText.hidden(value);
  }
}
