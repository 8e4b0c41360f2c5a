package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hash by which a network knows a transaction. A hexadecimal one ({@code 0x} and digits) is
 * kept in lower case, so two spellings of one hash are equal; any other is kept exactly as given.
 * Immutable and thread-safe; {@link #toString()} doesn't show it, since it leads to whoever paid
 * and was paid.
 *
 * @param value 10 to 100 characters
 */
public record TransactionHash(String value) {
  private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]+");
  private static final int MIN_LENGTH = 10;
  private static final int MAX_LENGTH = 100;

  /**
   * Takes the text.
   *
   * @throws ValidationException if it is null, shorter than 10 or longer than 100 characters, or
   *     holds what the database can't (NUL, half a surrogate pair)
   */
  public TransactionHash {
    Checks.text("transactionHash", value, MIN_LENGTH, MAX_LENGTH);
    if (HEXADECIMAL.matcher(value).matches()) {
      value = value.toLowerCase(Locale.ROOT);
    }
  }

  /** The type and the length only. */
  @Override
  public String toString() {
    return "TransactionHash[" + value.length() + " characters]";
  }
}
