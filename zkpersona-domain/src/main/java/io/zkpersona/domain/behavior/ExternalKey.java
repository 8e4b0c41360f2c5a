package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;
import java.util.regex.Pattern;

/**
 * The key of an event in another system, such as {@code eip155:1/tx/0x…/log/12}. A second input
 * with the same key is rejected, so loading the same events again stores no duplicates. Compared
 * exactly. Immutable and thread-safe; {@link #toString()} does not reveal it, because a transaction
 * leads to its sender.
 *
 * <p>Use keys for events, not for people: an e-mail address or account name in a key would remain
 * wherever keys are logged or passed on. Erasing a user removes the user's inputs together with
 * their keys.
 *
 * @param value 1 to 200 printable ASCII characters without spaces
 */
public record ExternalKey(String value) {

  private static final int MAX_LENGTH = 200;
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]*");

  /**
   * Checks the text.
   *
   * @throws ValidationException if the text is null, shorter than 1 or longer than 200 characters,
   *     or contains a space or a character outside printable ASCII
   */
  public ExternalKey {
    Checks.text("externalKey", value, 1, MAX_LENGTH);
    if (!PRINTABLE.matcher(value).matches()) {
      throw new ValidationException(
          "externalKey",
          "a space or a character outside printable ASCII (expected: none; encode such"
              + " characters)");
    }
  }

  /**
   * Returns the key of a transaction as a whole: {@code eip155:1/tx/0x…}.
   *
   * @param chain the chain
   * @param transactionHash the transaction's hash; on {@code eip155} chains {@code 0x} and 64
   *     hexadecimal digits. Hexadecimal hashes are case-insensitive
   * @throws ValidationException if a value is null or the hash has another format
   */
  public static ExternalKey ofTransaction(ChainId chain, String transactionHash) {
    String hash =
        ChainHashes.canonical("transactionHash", Checks.notNull("chain", chain), transactionHash);
    return new ExternalKey(chain.value() + "/tx/" + hash);
  }

  /**
   * Returns the key of an event that a transaction logged: {@code eip155:1/tx/0x…/log/12}. After a
   * chain reorganization the same event usually has another log index in another block: invalidate
   * the removed blocks before loading their replacements.
   *
   * @param chain the chain
   * @param transactionHash the transaction's hash, as in {@link #ofTransaction}
   * @param logIndex the index of the log entry as reported by the chain's nodes; 0 or more
   * @throws ValidationException if a value is null or out of range, or the hash has another format
   */
  public static ExternalKey ofLog(ChainId chain, String transactionHash, long logIndex) {
    return new ExternalKey(
        ofTransaction(chain, transactionHash).value()
            + "/log/"
            + Checks.atLeast("logIndex", logIndex, 0L));
  }

  /** Returns only the type and length. */
  @Override
  public String toString() {
    return "ExternalKey" + SafeText.hidden(value);
  }
}
