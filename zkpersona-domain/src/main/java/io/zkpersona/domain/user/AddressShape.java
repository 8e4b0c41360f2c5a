package io.zkpersona.domain.user;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The known address formats, including checksums where a chain has them. */
enum AddressShape {
  /** Ethereum and compatible chains: EIP-55. */
  ETHEREUM(text -> EthereumAddress.is(text) ? EthereumAddress.checked(text) : null),

  /** Starknet, Aptos, Sui: 32 bytes with at least 56 of the 64 digits written. */
  HEX(Hex::bare),

  /**
   * The same format for an address with a known chain; any number of leading zeros may be missing.
   */
  HEX_OF_A_CHAIN(Hex::padded),

  /**
   * Base58Check of a 20-byte hash of a key or script, with a version of one byte (Bitcoin,
   * Litecoin, Dogecoin, Tron), two bytes (Zcash) or three bytes (Tezos).
   */
  BASE58CHECK(given(text -> isHash(Base58.BITCOIN.decodeChecked(text)))),

  /** Bitcoin's witness programs, Cosmos and others: BIP-173, BIP-350. */
  BECH32(Bech32::address),

  /** Solana: base 58 of 32 bytes, without a checksum. */
  SOLANA(given(text -> Base58.BITCOIN.size(text) == 32 && !Hex.isHex(text))),

  /** Polkadot and related chains. */
  SS58(Ss58::account),

  /** TON. */
  TON(TonAddress::raw),

  /** The XRP Ledger. */
  XRPL(given(text -> isXrpl(Base58.RIPPLE.decodeChecked(text)))),

  /** Stellar. */
  STELLAR(StellarAddress::account);

  /** The formats accepted for an address without a chain. */
  static final List<AddressShape> BARE =
      List.of(ETHEREUM, HEX, BASE58CHECK, BECH32, SOLANA, SS58, TON, XRPL, STELLAR);

  /** The formats whose checksum and prefix distinguish an address from those of other chains. */
  static final List<AddressShape> TELLING = List.of(BASE58CHECK, BECH32, SS58, XRPL, STELLAR);

  /** Returns the canonical text of an address, or null for a text in another format. */
  @FunctionalInterface
  private interface Reading {
    @Nullable String spelling(String text);
  }

  // A reading is a stateless function, which the checker cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Reading reading;

  AddressShape(Reading reading) {
    this.reading = reading;
  }

  /** Returns a reading for addresses that have only one valid text. */
  private static Reading given(Predicate<String> isAddress) {
    return text -> isAddress.test(text) ? text : null;
  }

  private static boolean isHash(byte @Nullable [] payload) {
    return payload != null && payload.length >= 21 && payload.length <= 23;
  }

  private static boolean isXrpl(byte @Nullable [] payload) {
    return payload != null && payload.length == 21 && payload[0] == 0;
  }

  /** Returns the canonical text in the first matching format, or null if none matches. */
  static @Nullable String spelling(List<AddressShape> shapes, String text) {
    for (AddressShape shape : shapes) {
      String spelling = shape.reading.spelling(text);
      if (spelling != null) {
        return spelling;
      }
    }
    return null;
  }
}
