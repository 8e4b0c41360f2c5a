package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Converts a new address to its canonical form, so that one wallet is one user. */
final class WalletSpelling {
  static final String FIELD = "walletAddress";

  private WalletSpelling() {}

  /**
   * Returns the canonical form of an address, or of the account that an account id names.
   *
   * @throws ValidationException if the text is neither, or its checksum is invalid
   */
  static String of(@Nullable String given) {
    String text = Checks.notNull(FIELD, given);
    AccountId account = AccountId.read(printable(text));
    return account == null ? ofAddress(text) : account.spelling();
  }

  private static String ofAddress(String text) {
    Checks.text(FIELD, text, WalletAddress.MIN_LENGTH, WalletAddress.MAX_LENGTH);
    String spelling = AddressShape.spelling(AddressShape.BARE, text);
    if (spelling == null) {
      NearMiss miss = NearMiss.of(text);
      throw new ValidationException(FIELD, miss.seen() + " (expected: " + miss.expected() + ")");
    }
    return spelling;
  }

  /** Rejects non-ASCII text: other characters in an address are invisible or imitate ASCII. */
  private static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        boolean isShown = Character.isLetterOrDigit(c) || Character.isSurrogate(c);
        throw new ValidationException(
            FIELD,
            (isShown ? "not ASCII" : String.format(Locale.ROOT, "U+%04X", (int) c))
                + " at character "
                + i
                + " (expected: printable ASCII without spaces)");
      }
    }
    return text;
  }
}
