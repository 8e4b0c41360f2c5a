package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The address of a wallet. An Ethereum address ({@code 0x} and 40 hexadecimal digits) is kept in
 * its EIP-55 spelling, so two spellings of one address are equal; the address of another chain is
 * kept exactly as given. Immutable and thread-safe; {@link #toString()} doesn't show it.
 *
 * @param value 10 to 100 characters
 */
public record WalletAddress(String value) {
  private static final String PREFIX = "0x";
  private static final int HEX_DIGITS = 40;
  private static final int MIN_LENGTH = 10;
  private static final int MAX_LENGTH = 100;

  /**
   * Takes the text for an address, whatever the letter case of an Ethereum one. For what a person
   * or another system sent, use {@link #of}, which notices a mistyped address.
   *
   * @throws ValidationException if the text is null, shorter than 10 or longer than 100 characters,
   *     or holds what the database can't (NUL, half a surrogate pair)
   */
  public WalletAddress {
    Checks.text("walletAddress", value, MIN_LENGTH, MAX_LENGTH);
    if (isEthereum(value)) {
      value = checksummed(value);
    }
  }

  /**
   * Reads an address and checks what can be checked: an Ethereum address in mixed letter case must
   * carry the right EIP-55 checksum; in one case only, it carries none. Of an account id that names
   * its chain, such as {@code eip155:1:0x…} or {@code cosmos:cosmoshub-3:cosmos1…} (CAIP-10, with
   * the chain ids of CAIP-2), the address is taken; the chain is not kept.
   *
   * @throws ValidationException as for the constructor, and if the checksum is wrong, {@code 0X}
   *     stands in place of {@code 0x}, or the text begins like an account id and is none: its parts
   *     break the rules of CAIP-10, or that of {@code eip155} is no Ethereum address
   */
  public static WalletAddress of(String text) {
    return ofAddress(AccountId.address(Checks.notNull("walletAddress", text)));
  }

  private static WalletAddress ofAddress(String text) {
    WalletAddress address = new WalletAddress(text);
    if (text.startsWith("0X") && isEthereum(PREFIX + text.substring(PREFIX.length()))) {
      throw new ValidationException(
          "walletAddress", "starts with 0X (expected: 0x and 40 hexadecimal digits)");
    }
    if (address.isEthereum() && isMixedCase(text) && !address.value.equals(text)) {
      throw new ValidationException(
          "walletAddress", "mixed letter case that is no checksum (expected: EIP-55)");
    }
    return address;
  }

  /** Whether this is {@code 0x} and 40 hexadecimal digits, as on Ethereum and its relatives. */
  public boolean isEthereum() {
    return isEthereum(value);
  }

  /** The type and the length only: an address is personal data. */
  @Override
  public String toString() {
    return "WalletAddress[" + value.length() + " characters]";
  }

  static boolean isEthereum(String text) {
    if (text.length() != PREFIX.length() + HEX_DIGITS || !text.startsWith(PREFIX)) {
      return false;
    }
    for (int i = PREFIX.length(); i < text.length(); i++) {
      char digit = text.charAt(i);
      // Character.digit would take the digits of other scripts as well.
      if (digit > 'f' || Character.digit(digit, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMixedCase(String text) {
    String digits = text.substring(PREFIX.length());
    return !digits.equals(digits.toLowerCase(Locale.ROOT))
        && !digits.equals(digits.toUpperCase(Locale.ROOT));
  }

  /** EIP-55: a letter is upper case where the hash of the lower-case digits has a nibble over 7. */
  private static String checksummed(String text) {
    String digits = text.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    byte[] hash = Keccak.hash256(digits.getBytes(StandardCharsets.US_ASCII));
    StringBuilder result = new StringBuilder(text.length()).append(PREFIX);
    for (int i = 0; i < HEX_DIGITS; i++) {
      int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xf;
      char digit = digits.charAt(i);
      result.append(nibble > 7 ? Character.toUpperCase(digit) : digit);
    }
    return result.toString();
  }
}
