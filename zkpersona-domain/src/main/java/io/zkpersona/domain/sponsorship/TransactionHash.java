package io.zkpersona.domain.sponsorship;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hash that identifies a transaction on its network. A hexadecimal hash ({@code 0x} and digits)
 * is kept in lower case, so letter case does not affect equality; any other is kept exactly as
 * given. Immutable and thread-safe; {@link #toString()} does not reveal it, because it leads to
 * payer and payee.
 *
 * @param value 10 to 100 characters
 */
public record TransactionHash(String value) {
  private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]+");
  private static final int MIN_LENGTH = 10;
  private static final int MAX_LENGTH = 100;

  /**
   * Checks the text and converts a hexadecimal hash to lower case.
   *
   * @throws ValidationException if the text is null, shorter than 10 or longer than 100 characters,
   *     or contains characters that the database cannot store (NUL, half a surrogate pair)
   */
  public TransactionHash {
    Checks.text("transactionHash", value, MIN_LENGTH, MAX_LENGTH);
    if (HEXADECIMAL.matcher(value).matches()) {
      value = value.toLowerCase(Locale.ROOT);
    }
  }

  /** Returns only the type and length. */
  @Override
  public String toString() {
    return "TransactionHash[" + value.length() + " characters]";
  }
}
