package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;

/**
 * The caller's name for a session, kept exactly as given. Immutable and thread-safe; {@link
 * #toString()} does not reveal it, because it may identify a person.
 *
 * @param value at most 255 characters, possibly empty
 */
public record SessionText(String value) {
  private static final int MAX_LENGTH = 255;

  /**
   * Checks the text.
   *
   * @throws ValidationException if the text is null or longer than 255 characters, or contains
   *     characters that the database cannot store (NUL, half a surrogate pair)
   */
  public SessionText {
    Checks.text("sessionId", value, 0, MAX_LENGTH);
  }

  /** Returns only the type and length. */
  @Override
  public String toString() {
    return "SessionText" + SafeText.hidden(value);
  }
}
