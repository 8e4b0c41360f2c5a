package io.zkpersona.domain.user;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The forms by which addresses are known. Where a chain has checksums, they are part of it. */
enum AddressShape {
  /** Ethereum and its relatives: EIP-55. */
  ETHEREUM(text -> EthereumAddress.is(text) ? EthereumAddress.checked(text) : null),

  /** Starknet, Aptos, Sui: 32 bytes, nearly all of their digits written. */
  HEX(Hex::bare),

  /** The same, where the chain is named, with any number of leading zeros dropped. */
  HEX_OF_A_CHAIN(Hex::padded),

  /**
   * Bitcoin, Litecoin, Dogecoin, Tron with a version of one byte, Zcash with two, Tezos with three,
   * and the hash of a key or a script, 20 bytes.
   */
  BASE58CHECK(given(text -> isHash(Base58.BITCOIN.decodeChecked(text)))),

  /** Bitcoin's witness programs, Cosmos and others: BIP-173, BIP-350. */
  BECH32(Bech32::address),

  /** Solana: base 58 of 32 bytes, without a checksum. */
  SOLANA(given(text -> Base58.BITCOIN.size(text) == 32 && !Hex.isHex(text))),

  /** Polkadot and its relatives. */
  SS58(Ss58::account),

  /** TON. */
  TON(TonAddress::raw),

  /** The XRP Ledger. */
  XRPL(given(text -> isXrpl(Base58.RIPPLE.decodeChecked(text)))),

  /** Stellar. */
  STELLAR(StellarAddress::account);

  /** What an address without its chain may look like. */
  static final List<AddressShape> BARE =
      List.of(ETHEREUM, HEX, BASE58CHECK, BECH32, SOLANA, SS58, TON, XRPL, STELLAR);

  /** Those whose checksum and prefix tell the address from another chain's. */
  static final List<AddressShape> TELLING = List.of(BASE58CHECK, BECH32, SS58, XRPL, STELLAR);

  /** Gives the canonical spelling of an address, null for a text of another form. */
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

  /** Of an address that has one spelling. */
  private static Reading given(Predicate<String> isAddress) {
    return text -> isAddress.test(text) ? text : null;
  }

  private static boolean isHash(byte @Nullable [] payload) {
    return payload != null && payload.length >= 21 && payload.length <= 23;
  }

  private static boolean isXrpl(byte @Nullable [] payload) {
    return payload != null && payload.length == 21 && payload[0] == 0;
  }

  /** The canonical spelling in the first of these forms that the text has, null if it has none. */
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
