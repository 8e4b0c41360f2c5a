package io.zkpersona.domain.user;

import java.util.Locale;

/**
 * The reason why a text is not an address, based on the format it was probably meant to have.
 *
 * @param seen the error, without the text itself
 * @param expected the expected format
 */
record NearMiss(String seen, String expected) {
  private static final String ETHEREUM = "0x and 40 hexadecimal digits";

  /** PostgreSQL's prefix for bytes, which an export may contain. */
  private static final String BYTES = "\\x";

  static NearMiss of(String text) {
    if (text.startsWith(BYTES)) {
      return new NearMiss("starts with " + BYTES, ETHEREUM);
    }
    if (text.startsWith("0X")) {
      return new NearMiss("starts with 0X", ETHEREUM);
    }
    if (text.startsWith(EthereumAddress.PREFIX)) {
      return hexadecimal(text);
    }
    if (Hex.isHex(text)) {
      return new NearMiss(text.length() + " hexadecimal digits without 0x", ETHEREUM);
    }
    if (text.startsWith("did:")) {
      return new NearMiss("a DID", "the address in it, or an account id, CAIP-10");
    }
    return checksummed(text);
  }

  private static NearMiss hexadecimal(String text) {
    int prefix = EthereumAddress.PREFIX.length();
    int other = Hex.indexOfOther(text.substring(prefix));
    String seen =
        other < 0
            ? text.length() - prefix + " hexadecimal digits after 0x"
            : "not a hexadecimal digit at character " + (prefix + other);
    return new NearMiss(seen, ETHEREUM + ", or 64 of them on Starknet, Aptos and Sui");
  }

  private static NearMiss checksummed(String text) {
    if (Bech32.isLike(text) && Bech32.read(text.toLowerCase(Locale.ROOT)) != null) {
      return Bech32.read(text) == null
          ? new NearMiss("mixed case", "all lowercase, BIP-173")
          : new NearMiss(
              "not the length of an address", "BIP-173, BIP-350, or the format of its chain");
    }
    int bytes = Base58.BITCOIN.size(text);
    if (Bech32.isLike(text)
        || StellarAddress.isLike(text)
        || TonAddress.isLike(text)
        || (bytes >= 25 && bytes <= 27)
        || Ss58.isSize(bytes)) {
      return new NearMiss("a checksum that does not match", "the address as its wallet shows it");
    }
    return new NearMiss(
        "not an address of a known chain",
        "the address of a known chain, or an account id: namespace:reference:address, CAIP-10");
  }
}
