package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;
import java.util.regex.Pattern;

/**
 * The name by which another system knows an event, such as {@code eip155:1/tx/0x…/log/12}: of two
 * inputs with the same one the second is refused, so that loading the same events again stores
 * nothing twice. Compared exactly. Immutable and thread-safe; {@link #toString()} doesn't show it,
 * since a transaction leads to whoever sent it.
 *
 * <p>Names for events, not for people: an e-mail address or an account's name in a key would stay
 * wherever keys are logged or handed on. Erasing a user removes their inputs, and the keys with
 * them.
 *
 * @param value 1 to 200 printable ASCII characters without spaces
 */
public record ExternalKey(String value) {

  private static final int MAX_LENGTH = 200;
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]*");

  /**
   * Checks the text.
   *
   * @throws ValidationException if it is null, shorter than 1 or longer than 200 characters, or
   *     holds anything but printable ASCII characters without spaces
   */
  public ExternalKey {
    Checks.text("externalKey", value, 1, MAX_LENGTH);
    if (!PRINTABLE.matcher(value).matches()) {
      throw new ValidationException(
          "externalKey",
          "a space, or a character outside printable ASCII (expected: none; encode them)");
    }
  }

  /**
   * The key of a transaction as a whole: {@code eip155:1/tx/0x…}.
   *
   * @param chain the chain
   * @param transactionHash the transaction's hash; of {@code eip155} chains {@code 0x} and 64
   *     hexadecimal digits. Hexadecimal ones are the same in either case
   * @throws ValidationException if a value is null, or the hash has another form
   */
  public static ExternalKey ofTransaction(ChainId chain, String transactionHash) {
    String hash =
        ChainHashes.canonical("transactionHash", Checks.notNull("chain", chain), transactionHash);
    return new ExternalKey(chain.value() + "/tx/" + hash);
  }

  /**
   * The key of an event that a transaction logged: {@code eip155:1/tx/0x…/log/12}. The same event
   * in another block, after a reorganisation, mostly has another log index: invalidate the blocks
   * that are gone before loading the ones in their place.
   *
   * @param chain the chain
   * @param transactionHash the transaction's hash, as in {@link #ofTransaction}
   * @param logIndex the number of the log entry, as the chain's nodes give it; 0 or more
   * @throws ValidationException if a value is null or out of range, or the hash has another form
   */
  public static ExternalKey ofLog(ChainId chain, String transactionHash, long logIndex) {
    return new ExternalKey(
        ofTransaction(chain, transactionHash).value()
            + "/log/"
            + Checks.atLeast("logIndex", logIndex, 0L));
  }

  /** The type and the length only. */
  @Override
  public String toString() {
    return "ExternalKey" + SafeText.hidden(value);
  }
}
