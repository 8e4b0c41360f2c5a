package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;

/**
 * An e-mail address. Equality is case-sensitive, but no two users may have addresses that differ
 * only in the case of A to Z. Create new addresses with {@link #of}; the constructor accepts stored
 * text, including that of old rows. Immutable and thread-safe; {@link #toString()} does not reveal
 * it.
 *
 * <p>As with a {@link Username}, look-alike characters are not compared. Neither are the two forms
 * of an internationalized domain ({@code xn--…}), nor the variants that a provider delivers to one
 * mailbox (dots, {@code +tag}).
 *
 * @param value at most 255 characters of the form {@code name@host.domain}, without white space
 */
public record EmailAddress(String value) {
  private static final String FIELD = "email";
  private static final int MAX_LENGTH = 255;

  /**
   * Accepts a stored text unchanged. An address that {@link #of} would reject or normalize can be
   * read and searched for, but not stored again: a request normalizes or rejects it as {@code of}
   * does, and saving an entity that contains it fails (see {@link #checkNew}).
   *
   * @throws ValidationException if the text is null, empty, longer than 255 characters or of
   *     another form, or contains characters that the database cannot store (NUL, half a surrogate
   *     pair)
   */
  public EmailAddress {
    Checks.text(FIELD, value, 1, MAX_LENGTH);
    if (!looksLikeEmail(value)) {
      throw new ValidationException(
          FIELD, "not an email address (expected: name@host.domain without spaces)");
    }
  }

  /**
   * Creates a new address, normalized to Unicode's form C. Checks the format only, not that mail
   * can be delivered.
   *
   * @throws ValidationException as the constructor, and if the text contains format characters
   *     (zero-width and bidirectional ones, joiners), variation selectors, fillers or private-use
   *     characters
   */
  public static EmailAddress of(String text) {
    EmailAddress given = new EmailAddress(text);
    return new EmailAddress(Names.composed(FIELD, given.value));
  }

  /**
   * Rejects an address that can be read but not stored as new.
   *
   * @throws ValidationException if {@link #of} rejects or changes it
   */
  public void checkNew() {
    if (!of(value).equals(this)) {
      throw new ValidationException(
          FIELD, "not in normalization form C (expected: as EmailAddress.of returns it)");
    }
  }

  /** Returns only the type and length, because an address is personal data. */
  @Override
  public String toString() {
    return "EmailAddress" + SafeText.hidden(value);
  }

  private static boolean looksLikeEmail(String email) {
    int at = email.indexOf('@');
    String domain = email.substring(at + 1);
    return at > 0
        && domain.indexOf('@') < 0
        && domain.indexOf('.') > 0
        && !domain.endsWith(".")
        && !domain.contains("..")
        && email.codePoints().noneMatch(EmailAddress::isSpaceOrControl);
  }

  private static boolean isSpaceOrControl(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.isISOControl(codePoint);
  }
}
