package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;

/**
 * The name of a user: equal by its text, letter case included, though no two users may have the
 * same without regard to the case of A to Z. {@link #of} is the door for new ones, the constructor
 * reads what is stored, old rows included. Immutable and thread-safe; {@link #toString()} doesn't
 * show it.
 *
 * <p>Names that no reader can tell apart are one name or refused; names that merely look alike are
 * not compared: other scripts' letters ({@code a} and Cyrillic {@code а}), full-width letters,
 * digits for letters, mixed scripts, and repeated spaces. An application whose users could be
 * deceived by them should check names against Unicode's technical standard 39 before it stores
 * them, or show more than the name.
 *
 * @param value 3 to 100 characters
 */
public record Username(String value) {
  private static final String FIELD = "username";
  private static final int MIN_LENGTH = 3;
  private static final int MAX_LENGTH = 100;

  /**
   * Takes a stored text exactly as it is. A name that {@link #of} would refuse or compose is read
   * and found, but not stored anew: a request makes it what {@code of} gives, or refuses it, and
   * saving an entity with it is refused (see {@link #checkNew}).
   *
   * @throws ValidationException if it is null, shorter than 3 or longer than 100 characters, or
   *     holds what the database can't (NUL, half a surrogate pair)
   */
  public Username {
    Checks.text(FIELD, value, MIN_LENGTH, MAX_LENGTH);
  }

  /**
   * A new name, composed (Unicode's normalization form C).
   *
   * @throws ValidationException if the text is null, or composed is shorter than 3 or longer than
   *     100 characters; if it holds controls, format characters (zero-width and bidirectional ones,
   *     joiners), variation selectors, fillers or private characters; or if it has white space at
   *     an end, or other than U+0020 between
   */
  public static Username of(String text) {
    return new Username(Names.name(FIELD, text, MIN_LENGTH, MAX_LENGTH));
  }

  /**
   * Refuses a name that may be read but not stored anew.
   *
   * @throws ValidationException if {@link #of} refuses it, or gives it another spelling
   */
  public void checkNew() {
    if (!of(value).equals(this)) {
      throw new ValidationException(FIELD, "not composed (expected: as Username.of gives it)");
    }
  }

  /** The type and the length only: a name is personal data. */
  @Override
  public String toString() {
    return "Username" + SafeText.hidden(value);
  }
}
