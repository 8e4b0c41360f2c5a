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
 * An account id that names its chain (CAIP-10): the id of a chain (CAIP-2) and an address on it, as
 * {@code namespace:reference:address}.
 *
 * @param namespace the family of chains, as the registry of namespaces has it
 * @param reference which of the family
 * @param address the address there
 */
record AccountId(String namespace, String reference, String address) {
  private static final Pattern FORM =
      Pattern.compile("([-a-z0-9]{3,8}):([-_a-zA-Z0-9]{1,32}):([-.%a-zA-Z0-9]{1,128})");

  private static final String ETHEREUM = "eip155";
  private static final String BITCOIN = "bip122";
  private static final String NEAR = "near";

  /** Meant as one. A DID begins like one too, yet is something else. */
  private static final Pattern MEANT =
      Pattern.compile(
          "(?!did:)[-a-z0-9]{3,8}:[^:]*:.*|" + ETHEREUM + ":.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** The registry's namespaces of which it is known how their addresses look. */
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

  /** Bitcoin and its test networks; others of its family have addresses of other forms too. */
  private static final Set<String> BITCOINS =
      Set.of(
          "000000000019d6689c085ae165831e93",
          "000000000933ea01ad0ee984209779ba",
          "00000000da84f2bafbbc53dee25a72ae",
          "00000008819873e925422c1ff0f99f7c");

  /** Names that are in use for a family, yet not the registry's. */
  private static final Map<String, String> WRONG_NAMES =
      Map.of(
          "bitcoin", BITCOIN,
          "btc", BITCOIN,
          "eth", ETHEREUM,
          "ethereum", ETHEREUM,
          "evm", ETHEREUM,
          "sol", "solana",
          "ton", "tvm");

  /** NEAR's rule for account ids, with the underscore as CAIP-10 has to write it. */
  private static final Pattern NEAR_ACCOUNT =
      Pattern.compile("(?=.{2,64}$)[a-z0-9]+(?:(?:[-.]|%5F)[a-z0-9]+)*");

  /** On NEAR's main network only. */
  private static final Pattern NEAR_MAINNET_NAME = Pattern.compile("[-._a-z0-9]{1,59}\\.near");

  /**
   * Reads a text that is meant as an account id.
   *
   * @return null for a text that is not
   * @throws ValidationException if it is, and breaks the rules of one
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
      throw refused("no account id (expected: namespace:reference:address, CAIP-10)");
    }
    return new AccountId(parts.group(1), parts.group(2), parts.group(3));
  }

  /**
   * How the account is to be stored: its address, where that is one of a chain whose addresses are
   * known; otherwise the whole id.
   *
   * @throws ValidationException if the address is none of that chain
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
              + " with "
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

  /** Names say nothing of their chain, and the other accounts are hexadecimal digits. */
  private String ofNear() {
    if (!NEAR_ACCOUNT.matcher(address).matches()) {
      throw refused(
          "an account id of near without an account of it"
              + " (expected: 2 to 64 lower-case letters and digits with single - _ . between)");
    }
    return whole(address);
  }

  /** Equal addresses of two chains may be two people's, unless a checksum tells their chain. */
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
