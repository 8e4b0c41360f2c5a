package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling of a hash of a block or transaction, so that two who saw the same one agree.
 * Hexadecimal digits have no case of their own; what is written otherwise (base58, say) has.
 */
final class ChainHashes {

  static final int MAX_LENGTH = 100;

  private static final Pattern EVM = Pattern.compile("0[xX][0-9a-fA-F]{64}");
  private static final Pattern HEXADECIMAL = Pattern.compile("(0[xX])?[0-9a-fA-F]{64}");
  private static final Pattern PRINTABLE = Pattern.compile("[!-.0-~]{1," + MAX_LENGTH + "}");

  private ChainHashes() {}

  /** The hash as it is kept. */
  static String canonical(String field, ChainId chain, @Nullable String hash) {
    String given = Checks.notNull(field, hash);
    if (chain.isEvm() && !EVM.matcher(given).matches()) {
      throw new ValidationException(
          field,
          given.length() + " characters of another form (expected: 0x and 64 hexadecimal digits)");
    }
    if (!PRINTABLE.matcher(given).matches()) {
      throw new ValidationException(
          field,
          given.length()
              + " characters of another form (expected: 1.."
              + MAX_LENGTH
              + " printable ASCII characters without spaces and slashes)");
    }
    return HEXADECIMAL.matcher(given).matches() ? given.toLowerCase(Locale.ROOT) : given;
  }
}
