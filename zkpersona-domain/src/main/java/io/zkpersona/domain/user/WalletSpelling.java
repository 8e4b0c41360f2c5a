package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one spelling under which a new address is stored, so that one wallet is one user. */
final class WalletSpelling {
  static final String FIELD = "walletAddress";

  private WalletSpelling() {}

  /**
   * The canonical spelling of an address, or of the account that an account id names.
   *
   * @throws ValidationException if the text is neither, or its checksum is wrong
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

  /** Outside printable ASCII there is no address, only what can't be seen or looks like one. */
  private static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        boolean isShown = Character.isLetterOrDigit(c) || Character.isSurrogate(c);
        throw new ValidationException(
            FIELD,
            (isShown ? "no ASCII" : String.format(Locale.ROOT, "U+%04X", (int) c))
                + " at character "
                + i
                + " (expected: printable ASCII without spaces)");
      }
    }
    return text;
  }
}
