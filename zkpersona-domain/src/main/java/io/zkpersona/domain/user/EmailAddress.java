package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;
import io.zkpersona.domain.validation.Names;

/**
 * An e-mail address: equal by its text, letter case included, though no two users may have the same
 * without regard to the case of A to Z. {@link #of} is the door for new ones, the constructor reads
 * what is stored, old rows included. Immutable and thread-safe; {@link #toString()} doesn't show
 * it.
 *
 * <p>As with a {@link Username}, characters that merely look alike are not compared; nor are the
 * two spellings of an international domain ({@code xn--…}), nor what a provider takes for one
 * mailbox (dots, {@code +tag}).
 *
 * @param value at most 255 characters of the shape {@code name@host.domain}, without white space
 */
public record EmailAddress(String value) {
  private static final String FIELD = "email";
  private static final int MAX_LENGTH = 255;

  /**
   * Takes a stored text exactly as it is. An address that {@link #of} would refuse or compose is
   * read and found, but not stored anew: a request makes it what {@code of} gives, or refuses it,
   * and saving an entity with it is refused (see {@link #checkNew}).
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

  /**
   * A new address, composed (Unicode's normalization form C). Checks the shape only: whether mail
   * arrives there, only sending one tells.
   *
   * @throws ValidationException as the constructor, and if it holds format characters (zero-width
   *     and bidirectional ones, joiners), variation selectors, fillers or private characters
   */
  public static EmailAddress of(String text) {
    EmailAddress given = new EmailAddress(text);
    return new EmailAddress(Names.composed(FIELD, given.value));
  }

  /**
   * Refuses an address that may be read but not stored anew.
   *
   * @throws ValidationException if {@link #of} refuses it, or gives it another spelling
   */
  public void checkNew() {
    if (!of(value).equals(this)) {
      throw new ValidationException(FIELD, "not composed (expected: as EmailAddress.of gives it)");
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
