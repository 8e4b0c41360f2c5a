package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.security.SecureRandom;
import java.util.Base64;

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
    byte[] bytes = new byte[RANDOM_BYTES];
    Random.SOURCE.nextBytes(bytes);
    return new SessionToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The type and the length only. */
  @Override
  public String toString() {
    return "SessionToken[" + value.length() + " characters]";
  }

  /** Seeded when the first token is made, not when the first one is read. */
  private static final class Random {
    static final SecureRandom SOURCE = new SecureRandom();
  }
}
