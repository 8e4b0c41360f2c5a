package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;

/**
 * An e-mail address, kept exactly as given: equal by its text, letter case included, though no two
 * users may have the same without regard to it. Immutable and thread-safe; {@link #toString()}
 * doesn't show it.
 *
 * @param value at most 255 characters of the shape {@code name@host.domain}, without white space
 */
public record EmailAddress(String value) {
  private static final String FIELD = "email";
  private static final int MAX_LENGTH = 255;

  /**
   * Checks the shape only: whether mail arrives there, only sending one tells.
   *
   * @throws ValidationException if the text is null, empty, too long or of another shape, or holds
   *     what the database can't (NUL, half a surrogate pair)
   */
  public EmailAddress {
    Checks.text(FIELD, value, 1, MAX_LENGTH);
    if (!looksLikeEmail(value)) {
      throw new ValidationException(
          FIELD, "no e-mail address (expected: name@host.domain without spaces)");
    }
  }

  /** The type and the length only: an address is personal data. */
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
