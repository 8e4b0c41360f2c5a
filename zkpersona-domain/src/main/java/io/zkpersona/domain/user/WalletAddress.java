package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.Optional;

/**
 * The address of a wallet. Create new addresses with {@link #of}, which accepts the formats of
 * known chains, verifies checksums and normalizes each address to its one canonical form, so that
 * one wallet is one user. The constructor accepts stored text, including that of old rows.
 * Immutable and thread-safe; {@link #toString()} does not reveal it.
 *
 * @param value 10 to 100 characters
 */
public record WalletAddress(String value) {
  static final int MIN_LENGTH = 10;
  static final int MAX_LENGTH = 100;

  /**
   * Accepts a stored text in any format; converts an Ethereum address to its EIP-55 form,
   * regardless of its letter case. For input from users or other systems use {@link #of}: an
   * address that {@code of} would reject or normalize can be read and searched for, but not stored
   * again (see {@link #checkNew}).
   *
   * @throws ValidationException if the text is null, shorter than 10 or longer than 100 characters,
   *     or contains characters that the database cannot store (NUL, half a surrogate pair)
   */
  public WalletAddress {
    Checks.text(WalletSpelling.FIELD, value, MIN_LENGTH, MAX_LENGTH);
    if (EthereumAddress.is(value)) {
      value = EthereumAddress.checksummed(value);
    }
  }

  /**
   * Parses an address and returns it in its canonical form. The format identifies the address:
   *
   * <ul>
   *   <li>Ethereum and compatible chains, {@code 0x} and 40 hexadecimal digits: converted to
   *       EIP-55. In mixed letter case the checksum must be valid.
   *   <li>Starknet, Aptos, Sui, {@code 0x} and 56 to 64 hexadecimal digits (1 to 64 in an account
   *       id): converted to 64 digits in lower case. The letter case is not checked.
   *   <li>Base58Check (Bitcoin, Litecoin, Dogecoin, Zcash, Tron, Tezos, the XRP Ledger), SS58
   *       (Polkadot) and Stellar: the checksum must be valid; kept as given.
   *   <li>Bech32 and Bech32m (BIP-173, BIP-350), with any chain's prefix: the checksum must be
   *       valid; converted to lower case.
   *   <li>Solana, 32 bytes in base 58 without a checksum: kept as given.
   *   <li>TON, raw or user-friendly: converted to the raw form, such as {@code 0:} and 64
   *       hexadecimal digits in lower case. The checksum of a user-friendly address must be valid.
   * </ul>
   *
   * <p>An account id that names its chain (CAIP-10), such as {@code eip155:1:0x…}, must have that
   * chain's format. Only its address is kept, because an address has the same owner on all chains
   * of a family. For {@code eip155:30} and {@code eip155:31}, an EIP-1191 checksum is accepted too.
   * Account ids of other chains are kept whole, because equal addresses on two chains may have
   * different owners, unless the address has a checksum and a prefix of the formats above. Account
   * ids of {@code near} are kept whole as well, and a bare name that ends with {@code .near}
   * becomes one. If another chain has several forms of one address, they are not recognized as
   * equal.
   *
   * @param text the address or the account id, in printable ASCII without spaces
   * @return the address as it is stored
   * @throws ValidationException if the text is null, too short or too long, contains any other
   *     character, is neither an address in a known format nor an account id, or has an invalid
   *     checksum; the message states the error and the expected format
   */
  public static WalletAddress of(String text) {
    return new WalletAddress(WalletSpelling.of(text));
  }

  /**
   * Returns this wallet in the form of {@link #of}, which new rows contain.
   *
   * @return empty if {@code of} rejects it, as it does for some addresses in old rows
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
   * Rejects an address that can be read but not stored as new.
   *
   * @throws ValidationException if {@link #of} rejects or changes it
   */
  public void checkNew() {
    if (!isEthereum() && !of(value).equals(this)) {
      throw new ValidationException(
          WalletSpelling.FIELD, "not in canonical form (expected: as WalletAddress.of returns it)");
    }
  }

  /**
   * Tells whether this is {@code 0x} and 40 hexadecimal digits, as on Ethereum and compatible
   * chains.
   */
  public boolean isEthereum() {
    return EthereumAddress.is(value);
  }

  /** Returns only the type and length, because an address is personal data. */
  @Override
  public String toString() {
    return "WalletAddress[" + value.length() + " characters]";
  }
}
