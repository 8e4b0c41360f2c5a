package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts hashes of blocks and transactions to canonical form, so that independent observers of
 * one block or transaction agree. Hexadecimal hashes are case-insensitive; others (such as base58)
 * are case-sensitive.
 */
final class ChainHashes {

  static final int MAX_LENGTH = 100;

  private static final Pattern EVM = Pattern.compile("0[xX][0-9a-fA-F]{64}");
  private static final Pattern HEXADECIMAL = Pattern.compile("(0[xX])?[0-9a-fA-F]{64}");
  private static final Pattern PRINTABLE = Pattern.compile("[!-.0-~]{1," + MAX_LENGTH + "}");

  private ChainHashes() {}

  /** Returns the canonical form of a hash. */
  static String canonical(String field, ChainId chain, @Nullable String hash) {
    String given = Checks.notNull(field, hash);
    if (chain.isEvm() && !EVM.matcher(given).matches()) {
      throw new ValidationException(
          field,
          given.length()
              + " characters in the wrong form (expected: 0x and 64 hexadecimal digits)");
    }
    if (!PRINTABLE.matcher(given).matches()) {
      throw new ValidationException(
          field,
          given.length()
              + " characters in the wrong form (expected: 1.."
              + MAX_LENGTH
              + " printable ASCII characters without spaces or slashes)");
    }
    return HEXADECIMAL.matcher(given).matches() ? given.toLowerCase(Locale.ROOT) : given;
  }
}
