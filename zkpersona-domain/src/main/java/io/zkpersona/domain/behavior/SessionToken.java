package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.RandomText;
import io.zkpersona.domain.validation.Checks;

/**
 * The secret that stands for a session: whoever holds it, holds the session. Immutable and
 * thread-safe; {@link #toString()} doesn't show it.
 *
 * @param value 10 to 255 characters
 */
public record SessionToken(String value) {
  private static final int MIN_LENGTH = 10;
  private static final int MAX_LENGTH = 255;
  private static final int RANDOM_BYTES = 32;

  /**
   * Checks the text.
   *
   * @throws ValidationException if it is null, shorter than 10 or longer than 255 characters, or
   *     holds what the database can't (NUL, half a surrogate pair)
   */
  public SessionToken {
    Checks.text("sessionToken", value, MIN_LENGTH, MAX_LENGTH);
  }

  /** A new token of 256 random bits, spelled with 43 characters that are safe in a URL. */
  public static SessionToken generate() {
    return new SessionToken(RandomText.urlSafe(RANDOM_BYTES));
  }

  /** The type and the length only. */
  @Override
  public String toString() {
    return "SessionToken[" + value.length() + " characters]";
  }
}
