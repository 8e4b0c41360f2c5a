package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;

/**
 * The name of a user. Equality is case-sensitive, but no two users may have names that differ only
 * in the case of A to Z. Create new names with {@link #of}; the constructor accepts stored text,
 * including that of old rows. Immutable and thread-safe; {@link #toString()} does not reveal it.
 *
 * <p>Names that readers cannot tell apart are normalized to one name or rejected. Names that merely
 * look alike are not compared: letters of other scripts ({@code a} and Cyrillic {@code а}),
 * full-width letters, digits for letters, mixed scripts, and repeated spaces. If such names could
 * deceive users, an application should check names against Unicode Technical Standard 39 before
 * storing them, or show more than the name.
 *
 * @param value 3 to 100 characters
 */
public record Username(String value) {
  private static final String FIELD = "username";
  private static final int MIN_LENGTH = 3;
  private static final int MAX_LENGTH = 100;

  /**
   * Accepts a stored text unchanged. A name that {@link #of} would reject or normalize can be read
   * and searched for, but not stored again: a request normalizes or rejects it as {@code of} does,
   * and saving an entity that contains it fails (see {@link #checkNew}).
   *
   * @throws ValidationException if the text is null, shorter than 3 or longer than 100 characters,
   *     or contains characters that the database cannot store (NUL, half a surrogate pair)
   */
  public Username {
    Checks.text(FIELD, value, MIN_LENGTH, MAX_LENGTH);
  }

  /**
   * Creates a new name, normalized to Unicode's form C.
   *
   * @throws ValidationException if the text is null, or normalized is shorter than 3 or longer than
   *     100 characters; if it contains control characters, format characters (zero-width and
   *     bidirectional ones, joiners), variation selectors, fillers or private-use characters; or if
   *     it starts or ends with white space, or contains white space other than U+0020
   */
  public static Username of(String text) {
    return new Username(Names.name(FIELD, text, MIN_LENGTH, MAX_LENGTH));
  }

  /**
   * Rejects a name that can be read but not stored as new.
   *
   * @throws ValidationException if {@link #of} rejects or changes it
   */
  public void checkNew() {
    if (!of(value).equals(this)) {
      throw new ValidationException(
          FIELD, "not in normalization form C (expected: as Username.of returns it)");
    }
  }

  /** Returns only the type and length, because a name is personal data. */
  @Override
  public String toString() {
    return "Username" + SafeText.hidden(value);
  }
}
