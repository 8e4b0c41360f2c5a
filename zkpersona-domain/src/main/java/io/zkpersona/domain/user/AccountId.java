package io.zkpersona.domain.user;

import static io.zkpersona.domain.user.AddressShape.BASE58CHECK;
import static io.zkpersona.domain.user.AddressShape.BECH32;
import static io.zkpersona.domain.user.AddressShape.HEX_OF_A_CHAIN;
import static io.zkpersona.domain.user.AddressShape.SOLANA;
import static io.zkpersona.domain.user.AddressShape.SS58;
import static io.zkpersona.domain.user.AddressShape.STELLAR;
import static io.zkpersona.domain.user.AddressShape.TON;
import static io.zkpersona.domain.user.AddressShape.XRPL;
import static java.util.Map.entry;

import io.zkpersona.domain.error.ValidationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An account id that names its chain (CAIP-10): a chain id (CAIP-2) followed by an address on that
 * chain, in the form {@code namespace:reference:address}.
 *
 * @param namespace the family of chains, as listed in the CAIP namespace registry
 * @param reference the chain within the family
 * @param address the address on that chain
 */
record AccountId(String namespace, String reference, String address) {
  private static final Pattern FORM =
      Pattern.compile("([-a-z0-9]{3,8}):([-_a-zA-Z0-9]{1,32}):([-.%a-zA-Z0-9]{1,128})");

  private static final String ETHEREUM = "eip155";
  private static final String BITCOIN = "bip122";
  private static final String NEAR = "near";

  /** Texts intended as account ids. A DID has a similar prefix but is not one. */
  private static final Pattern MEANT =
      Pattern.compile(
          "(?!did:)[-a-z0-9]{3,8}:[^:]*:.*|" + ETHEREUM + ":.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** The registered namespaces whose address formats are known. */
  private static final Map<String, List<AddressShape>> SHAPES =
      Map.ofEntries(
          entry("aptos", List.of(HEX_OF_A_CHAIN)),
          entry(BITCOIN, List.of(BASE58CHECK, BECH32)),
          entry("cosmos", List.of(BECH32)),
          entry("polkadot", List.of(SS58)),
          entry("solana", List.of(SOLANA)),
          entry("starknet", List.of(HEX_OF_A_CHAIN)),
          entry("stellar", List.of(STELLAR)),
          entry("sui", List.of(HEX_OF_A_CHAIN)),
          entry("tezos", List.of(BASE58CHECK)),
          entry("tron", List.of(BASE58CHECK)),
          entry("tvm", List.of(TON)),
          entry("xrpl", List.of(XRPL)));

  /** Bitcoin and its test networks. Other chains of the family have further address formats. */
  private static final Set<String> BITCOINS =
      Set.of(
          "000000000019d6689c085ae165831e93",
          "000000000933ea01ad0ee984209779ba",
          "00000000da84f2bafbbc53dee25a72ae",
          "00000008819873e925422c1ff0f99f7c");

  /** Common names of a family that differ from the registered one. */
  private static final Map<String, String> WRONG_NAMES =
      Map.of(
          "bitcoin", BITCOIN,
          "btc", BITCOIN,
          "eth", ETHEREUM,
          "ethereum", ETHEREUM,
          "evm", ETHEREUM,
          "sol", "solana",
          "ton", "tvm");

  /** NEAR's rule for account ids, with the underscore encoded as CAIP-10 requires. */
  private static final Pattern NEAR_ACCOUNT =
      Pattern.compile("(?=.{2,64}$)[a-z0-9]+(?:(?:[-.]|%5F)[a-z0-9]+)*");

  /** Valid on NEAR's main network only. */
  private static final Pattern NEAR_MAINNET_NAME = Pattern.compile("[-._a-z0-9]{1,59}\\.near");

  /**
   * Parses a text that is intended as an account id.
   *
   * @return null if the text is not intended as one
   * @throws ValidationException if the text is intended as an account id but is invalid
   */
  static @Nullable AccountId read(String text) {
    if (NEAR_MAINNET_NAME.matcher(text).matches()) {
      return new AccountId(NEAR, "mainnet", text.replace("_", "%5F"));
    }
    if (!MEANT.matcher(text).matches()) {
      return null;
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw refused("not an account id (expected: namespace:reference:address, CAIP-10)");
    }
    return new AccountId(parts.group(1), parts.group(2), parts.group(3));
  }

  /**
   * Returns the text under which the account is stored: its address if the chain's address formats
   * are known, otherwise the whole id.
   *
   * @throws ValidationException if the address is not valid on that chain
   */
  String spelling() {
    String rightName = WRONG_NAMES.get(namespace);
    if (rightName != null) {
      throw refused("an account id of " + namespace + " (expected: " + rightName + ", CAIP-2)");
    }
    if (namespace.equals(ETHEREUM)) {
      return ofEthereum();
    }
    if (namespace.equals(NEAR)) {
      return ofNear();
    }
    List<AddressShape> shapes = SHAPES.get(namespace);
    if (shapes == null || (namespace.equals(BITCOIN) && !BITCOINS.contains(reference))) {
      return ofAnotherChain();
    }
    String spelling = AddressShape.spelling(shapes, address);
    if (spelling == null) {
      throw refused(
          "an account id of "
              + namespace
              + ": "
              + NearMiss.of(address).seen()
              + " (expected: an address of that chain)");
    }
    return spelling;
  }

  private String ofEthereum() {
    if (!EthereumAddress.is(address)) {
      throw refused(
          "an account id of eip155 without an Ethereum address"
              + " (expected: 0x and 40 hexadecimal digits)");
    }
    return EthereumAddress.checked(address, reference);
  }

  /**
   * Keeps the whole id: a NEAR name does not tell its chain, and other NEAR accounts are plain hex.
   */
  private String ofNear() {
    if (!NEAR_ACCOUNT.matcher(address).matches()) {
      throw refused(
          "an account id of near without a NEAR account (expected: 2 to 64 lowercase letters and"
              + " digits with single - _ . between)");
    }
    return whole(address);
  }

  /**
   * Keeps the whole id unless a checksum identifies the chain, because equal addresses on two
   * chains may belong to different people.
   */
  private String ofAnotherChain() {
    if (EthereumAddress.is(address)) {
      return whole(EthereumAddress.checksummed(address));
    }
    String telling = AddressShape.spelling(AddressShape.TELLING, address);
    return telling == null ? whole(address) : telling;
  }

  private String whole(String spelling) {
    return namespace + ":" + reference + ":" + spelling;
  }

  private static ValidationException refused(String why) {
    return new ValidationException(WalletSpelling.FIELD, why);
  }
}
