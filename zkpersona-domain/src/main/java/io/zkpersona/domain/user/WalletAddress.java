package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.Optional;

/**
 * The address of a wallet. {@link #of} is the door for new ones: it takes the addresses of known
 * chains, checks their checksums, and gives each the one spelling that it is stored under, so that
 * one wallet is one user. The constructor reads what is stored, old rows included. Immutable and
 * thread-safe; {@link #toString()} doesn't show it.
 *
 * @param value 10 to 100 characters
 */
public record WalletAddress(String value) {
  static final int MIN_LENGTH = 10;
  static final int MAX_LENGTH = 100;

  /**
   * Takes a stored text for an address, whatever it looks like; an Ethereum one is given its EIP-55
   * spelling, whatever its letter case. For what a person or another system sent use {@link #of}:
   * an address that {@code of} would refuse or spell otherwise is read and found, but not stored
   * anew (see {@link #checkNew}).
   *
   * @throws ValidationException if the text is null, shorter than 10 or longer than 100 characters,
   *     or holds what the database can't (NUL, half a surrogate pair)
   */
  public WalletAddress {
    Checks.text(WalletSpelling.FIELD, value, MIN_LENGTH, MAX_LENGTH);
    if (EthereumAddress.is(value)) {
      value = EthereumAddress.checksummed(value);
    }
  }

  /**
   * Reads an address and gives it its canonical spelling. Addresses are known by their form:
   *
   * <ul>
   *   <li>Ethereum and its relatives, {@code 0x} and 40 hexadecimal digits: spelled as of EIP-55;
   *       in mixed letter case the checksum must be right.
   *   <li>Starknet, Aptos, Sui, {@code 0x} and 64 hexadecimal digits, leading zeros perhaps
   *       dropped: spelled with all digits in lower case. Their letter case is not checked.
   *   <li>Base58Check (Bitcoin, Litecoin, Dogecoin, Zcash, Tron, Tezos, the XRP Ledger), SS58
   *       (Polkadot) and Stellar: the checksum must be right; kept as given.
   *   <li>Bech32 and Bech32m (BIP-173, BIP-350), with any chain's prefix: the checksum must be
   *       right; spelled in lower case.
   *   <li>Solana, base 58 of 32 bytes, which have no checksum: kept as given.
   *   <li>TON, raw or user-friendly: spelled raw, as {@code 0:} and 64 hexadecimal digits in lower
   *       case; the checksum of a user-friendly one must be right.
   * </ul>
   *
   * <p>An account id that names its chain (CAIP-10), such as {@code eip155:1:0x…}, is held to that
   * chain's form, and then the address alone is kept: an address has the same owner on all chains
   * of a family. Of {@code eip155:30} and {@code eip155:31}, the checksum of EIP-1191 is taken too.
   * The account id of any other chain is kept whole, since equal addresses of two chains may be two
   * people's, unless its address has a checksum and a prefix of the forms above; so are those of
   * {@code near}, and a bare name that ends with {@code .near} becomes one. What such a chain takes
   * for one address in several spellings is not known here.
   *
   * @param text the address or the account id, printable ASCII without spaces
   * @return the address as it is to be stored
   * @throws ValidationException if the text is null or too short or too long, has any other
   *     character, is no address of a known form and no account id, or has a wrong checksum; says
   *     what is wrong and what would be right
   */
  public static WalletAddress of(String text) {
    return new WalletAddress(WalletSpelling.of(text));
  }

  /**
   * This wallet as {@link #of} spells it, which is how new rows hold it.
   *
   * @return empty if {@code of} refuses it, as it does some that old rows hold
   */
  public Optional<WalletAddress> canonical() {
    if (isEthereum()) {
      return Optional.of(this);
    }
    try {
      return Optional.of(of(value));
    } catch (ValidationException old) {
      return Optional.empty();
    }
  }

  /**
   * Refuses an address that may be read but not stored anew.
   *
   * @throws ValidationException if {@link #of} refuses it, or gives it another spelling
   */
  public void checkNew() {
    if (!isEthereum() && !of(value).equals(this)) {
      throw new ValidationException(
          WalletSpelling.FIELD,
          "not in its canonical spelling (expected: as WalletAddress.of gives it)");
    }
  }

  /** Whether this is {@code 0x} and 40 hexadecimal digits, as on Ethereum and its relatives. */
  public boolean isEthereum() {
    return EthereumAddress.is(value);
  }

  /** The type and the length only: an address is personal data. */
  @Override
  public String toString() {
    return "WalletAddress[" + value.length() + " characters]";
  }
}
