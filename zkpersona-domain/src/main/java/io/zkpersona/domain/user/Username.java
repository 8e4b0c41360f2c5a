package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;

/**
 * The name of a user, kept exactly as given: equal by its text, letter case included, though no two
 * users may have the same without regard to it. Immutable and thread-safe; {@link #toString()}
 * doesn't show it.
 *
 * @param value 3 to 100 characters
 */
public record Username(String value) {
  private static final int MIN_LENGTH = 3;
  private static final int MAX_LENGTH = 100;

  /**
   * Checks the text.
   *
   * @throws ValidationException if it is null, shorter than 3 or longer than 100 characters, or
   *     holds what the database can't (NUL, half a surrogate pair)
   */
  public Username {
    Checks.text("username", value, MIN_LENGTH, MAX_LENGTH);
  }

  /** The type and the length only: a name is personal data. */
  @Override
  public String toString() {
    return "Username" + SafeText.hidden(value);
  }
}
