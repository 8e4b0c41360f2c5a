package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.RandomText;
import io.zkpersona.domain.validation.Checks;

/**
 * The secret of a session: its holder controls the session. Immutable and thread-safe; {@link
 * #toString()} does not reveal it.
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
   * @throws ValidationException if the text is null, shorter than 10 or longer than 255 characters,
   *     or contains characters that the database cannot store (NUL, half a surrogate pair)
   */
  public SessionToken {
    Checks.text("sessionToken", value, MIN_LENGTH, MAX_LENGTH);
  }

  /** Generates a token of 256 random bits, as 43 URL-safe characters. */
  public static SessionToken generate() {
    return new SessionToken(RandomText.urlSafe(RANDOM_BYTES));
  }

  /** Returns only the type and length. */
  @Override
  public String toString() {
    return "SessionToken[" + value.length() + " characters]";
  }
}
