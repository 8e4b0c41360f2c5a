package io.zkpersona.domain.user;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalletAddressTest {
  private static final String ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

  /** The test cases of EIP-55. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
      })
  void everySpellingOfAnAddressIsKeptChecksummed(String checksummed) {
    String lower = checksummed.toLowerCase(Locale.ROOT);
    String upper = "0x" + lower.substring(2).toUpperCase(Locale.ROOT);

    for (String spelling : new String[] {checksummed, lower, upper}) {
      assertThat(WalletAddress.of(spelling).value()).isEqualTo(checksummed);
      assertThat(new WalletAddress(spelling)).isEqualTo(WalletAddress.of(checksummed));
      assertThat(WalletAddress.of(spelling).isEthereum()).isTrue();
    }
  }

  @Test
  void checksumsAreThoseOfAnotherImplementation() {
    Random random = new Random(55);
    byte[] address = new byte[20];
    for (int i = 0; i < 10_000; i++) {
      random.nextBytes(address);
      String digits = HexFormat.of().formatHex(address);
      String hash = HexFormat.of().formatHex(KeccakTest.reference(digits.getBytes(US_ASCII)));
      StringBuilder expected = new StringBuilder("0x");
      for (int at = 0; at < digits.length(); at++) {
        String digit = digits.substring(at, at + 1);
        expected.append(hash.charAt(at) >= '8' ? digit.toUpperCase(Locale.ROOT) : digit);
      }

      assertThat(new WalletAddress("0x" + digits).value()).isEqualTo(expected.toString());
      assertThat(WalletAddress.of(expected.toString()).value()).isEqualTo(expected.toString());
    }
  }

  @Test
  void aWrongChecksumIsRefusedFromOutsideAndMendedFromTheDatabase() {
    // The last letter has the wrong case.
    String mistyped = ADDRESS.substring(0, ADDRESS.length() - 1) + "D";

    assertThatThrownBy(() -> WalletAddress.of(mistyped))
        .isInstanceOf(ValidationException.class)
        .hasMessage("walletAddress: mixed case that is not a valid checksum (expected: EIP-55)");
    assertThat(new WalletAddress(mistyped).value()).isEqualTo(ADDRESS);
  }

  @Test
  void anUpperCasePrefixIsRefusedFromOutside() {
    String prefixed = "0X" + ADDRESS.substring(2);

    assertThatThrownBy(() -> WalletAddress.of(prefixed))
        .isInstanceOf(ValidationException.class)
        .hasMessage("walletAddress: starts with 0X (expected: 0x and 40 hexadecimal digits)");
  }

  /** The test cases of EIP-1191. */
  @ParameterizedTest
  @CsvSource({
    "30, 0x5aaEB6053f3e94c9b9a09f33669435E7ef1bEAeD",
    "30, 0xFb6916095cA1Df60bb79ce92cE3EA74c37c5d359",
    "30, 0xDBF03B407c01E7CD3cBea99509D93F8Dddc8C6FB",
    "30, 0xD1220A0Cf47c7B9BE7a2e6ba89F429762E7B9adB",
    "31, 0x5aAeb6053F3e94c9b9A09F33669435E7EF1BEaEd",
    "31, 0xFb6916095CA1dF60bb79CE92ce3Ea74C37c5D359",
    "31, 0xdbF03B407C01E7cd3cbEa99509D93f8dDDc8C6fB",
    "31, 0xd1220a0CF47c7B9Be7A2E6Ba89f429762E7b9adB"
  })
  void aChecksumOfItsChainIsTakenAndSpelledAsEveryChains(String chain, String address) {
    WalletAddress kept = WalletAddress.of("eip155:" + chain + ":" + address);

    assertThat(kept).isEqualTo(WalletAddress.of(address.toLowerCase(Locale.ROOT)));
    assertThat(WalletAddress.of("eip155:" + chain + ":" + kept.value())).isEqualTo(kept);
    for (String other : List.of("1", "130", chain.equals("30") ? "31" : "30")) {
      assertThatThrownBy(() -> WalletAddress.of("eip155:" + other + ":" + address))
          .hasMessage("walletAddress: mixed case that is not a valid checksum (expected: EIP-55)");
    }
    assertThatThrownBy(() -> WalletAddress.of(address))
        .hasMessage("walletAddress: mixed case that is not a valid checksum (expected: EIP-55)");
  }

  /** Most are examples of CAIP-10 and of its registry of namespaces. */
  @ParameterizedTest
  @CsvSource({
    "eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb,"
        + "0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
    "eip155:137:0xAB16A96D359EC26A11E2C2B3D8F8B8942D5BFCDB,"
        + "0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
    "bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6,"
        + "128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6",
    "bip122:12a765e31ffd4059bada1e25190f6e98:ltc1q8c6fshw2dlwun7ekn9qwf37cu2rn755u9ym7p0,"
        + "ltc1q8c6fshw2dlwun7ekn9qwf37cu2rn755u9ym7p0",
    "cosmos:cosmoshub-3:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0,"
        + "cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0",
    "polkadot:b0a8d493285c2df73290dfb7e61f870f:HRkCrbmke2XeabJ5fxJdgXWpBRPkXWfWHY8eTeCKwDdf4k6,"
        + "HRkCrbmke2XeabJ5fxJdgXWpBRPkXWfWHY8eTeCKwDdf4k6",
    "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv,"
        + "7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv",
    "starknet:SN_GOERLI:0x02dd1b492765c064eac4039e3841aa5f382773b598097a40073bd8b48170ab57,"
        + "0x02dd1b492765c064eac4039e3841aa5f382773b598097a40073bd8b48170ab57",
    "tezos:NetXdQprcVkpaWU:tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ,"
        + "tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ",
    "tvm:-239:EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N,"
        + "0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8",
    "xrpl:0:r4FTvnahbUfhe1WK2EK5Jz4cNvdFvT8Dzt, r4FTvnahbUfhe1WK2EK5Jz4cNvdFvT8Dzt",
    "mvx:1:COSMOS1T2UFLQWQE0FSJ0SHCFKRVPUKEWCW40YJJ6HDC0,"
        + "cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0"
  })
  void ofAnAccountIdOfAKnownChainTheAddressIsKept(String accountId, String address) {
    assertThat(WalletAddress.of(accountId).value()).isEqualTo(address);
    assertThat(WalletAddress.of(address).value()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hedera:mainnet:0.0.1234567890-zbhlt",
        "a-b:_-:1234567890",
        "algorand:wGHE2Pwdvd7S12BL5FaOP20EGYesN73k:VCMJKWOY5P5P7SKMZFFOCEROPJCZOTIJMNIYNUCKH7LRO45JMJP6UYBIJA",
        "arweave:7wIU:kY9RAgTJEImkBpiKgVeXrsGV02T-D4dI3ZvSpnn7HSk",
        "unknown:1:7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv",
        "bip122:000000000000000000651ef99cb9fcbe:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"
      })
  void theAccountIdOfAnotherChainIsKeptWhole(String accountId) {
    assertThat(WalletAddress.of(accountId).value()).isEqualTo(accountId);
    assertThat(WalletAddress.of(accountId.replaceFirst("^[^:]*", "other")))
        .isNotEqualTo(WalletAddress.of(accountId));
    assertThat(new WalletAddress(accountId).canonical()).contains(WalletAddress.of(accountId));
  }

  @Test
  void anEthereumAddressOnAnotherChainKeepsTheChainAndHasOneSpelling() {
    String lower = ADDRESS.toLowerCase(Locale.ROOT);

    for (String spelling :
        List.of(ADDRESS, lower, "0x" + lower.substring(2).toUpperCase(Locale.ROOT))) {
      assertThat(WalletAddress.of("hedera:295:" + spelling).value())
          .isEqualTo("hedera:295:" + ADDRESS);
    }
    assertThat(WalletAddress.of("hedera:295:" + ADDRESS).isEthereum()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ethereum:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb, eip155",
    "btc:main:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6, bip122",
    "ton:-239:EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N, tvm"
  })
  void aWrongNameOfAKnownChainIsRefusedWithTheRightOne(String accountId, String right) {
    assertThatThrownBy(() -> WalletAddress.of(accountId))
        .hasMessageMatching(
            "walletAddress: an account id of \\w+ \\(expected: " + right + ", CAIP-2\\)");
  }

  @ParameterizedTest
  @CsvSource({
    "bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p7,"
        + "bip122: a checksum that does not match",
    "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb,"
        + "solana: 40 hexadecimal digits after 0x",
    // The example of CAIP-10 is in lower case, which invalidates its checksum.
    "polkadot:b0a8d493285c2df73290dfb7e61f870f:5hmuyxw9xdgbpptgypokw4thfyoe3ryenebr381z9iaegmfy,"
        + "polkadot: a checksum that does not match"
  })
  void anAccountIdWithAnAddressOfNoneOfItsChainsIsRefused(String accountId, String wrong) {
    assertThatThrownBy(() -> WalletAddress.of(accountId))
        .hasMessage(
            "walletAddress: an account id of %s (expected: an address of that chain)", wrong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcd",
        "eip155:1:AnotherChainsAddress",
        "eip155:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
        "eip155:12:",
        "EIP155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
        "eip155::0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
        "eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb:",
        "eip155:1:0Xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
        "cosmos:a23456789012345678901234567890123:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0"
      })
  void whatBeginsLikeAnAccountIdAndIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> WalletAddress.of(text))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("walletAddress"))
        .hasMessageContaining("account id")
        .hasMessageContaining("(expected: ");
    // A stored text is read unchanged.
    assertThat(new WalletAddress(text).value()).isEqualTo(text);
  }

  @Test
  void theAddressOfAnAccountIdIsHeldToTheRulesOfAddresses() {
    String mistyped = ADDRESS.substring(0, ADDRESS.length() - 1) + "D";

    assertThatThrownBy(() -> WalletAddress.of("eip155:1:" + mistyped))
        .hasMessage("walletAddress: mixed case that is not a valid checksum (expected: EIP-55)");
    assertThatThrownBy(() -> WalletAddress.of("abc:1:abc"))
        .hasMessage("walletAddress: 9 characters (expected: 10..100)");
    assertThatThrownBy(() -> WalletAddress.of("hedera:mainnet:" + "a".repeat(86)))
        .hasMessage("walletAddress: 101 characters (expected: 10..100)");
    assertThatThrownBy(() -> WalletAddress.of("short"))
        .hasMessage("walletAddress: 5 characters (expected: 10..100)");
    assertThatThrownBy(() -> WalletAddress.of(null))
        .hasMessage("walletAddress: null (expected: a value)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:ethr:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "did:pkh:eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb"
      })
  void aDidIsNoAccountId(String text) {
    assertThatThrownBy(() -> WalletAddress.of(text))
        .hasMessage(
            "walletAddress: a DID (expected: the address in it, or an account id, CAIP-10)");
  }

  @Test
  void whatOldRowsHoldIsReadAndNotTakenForANewAddress() {
    for (String old :
        List.of(
            "AnotherChainsAddress",
            "0.0.1234567890-zbhlt",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
            ADDRESS + "\r",
            "😀 other chain",
            "eip155:1:" + ADDRESS + " ")) {
      WalletAddress address = new WalletAddress(old);

      assertThat(address.value()).isEqualTo(old);
      assertThat(address.canonical()).isEmpty();
      assertThatThrownBy(address::checkNew).isInstanceOf(ValidationException.class);
      assertThatThrownBy(() -> CreateUserRequest.builder().walletAddress(address).build())
          .hasMessageStartingWith("walletAddress: ");
    }
  }

  @Test
  void anotherSpellingIsMadeTheCanonicalOneByACreateRequestAndNotStoredOtherwise() {
    WalletAddress upper = new WalletAddress("BC1QWZ2LHC40S8TY3L5JG3PLPVE3Y3L82X9L42Q7FK");
    WalletAddress canonical = WalletAddress.of(upper.value());

    assertThat(upper.canonical()).contains(canonical);
    assertThat(CreateUserRequest.builder().walletAddress(upper).build().walletAddress())
        .isEqualTo(canonical);
    assertThatThrownBy(upper::checkNew)
        .hasMessage(
            "walletAddress: not in canonical form (expected: as WalletAddress.of returns it)");
    assertThatCode(canonical::checkNew).doesNotThrowAnyException();
    assertThatCode(new WalletAddress(ADDRESS.toLowerCase(Locale.ROOT))::checkNew)
        .doesNotThrowAnyException();
  }

  @Test
  void addressesOfOtherChainsDifferByLetterCase() {
    assertThat(new WalletAddress("another-Chain")).isNotEqualTo(new WalletAddress("another-chain"));
  }

  @Test
  void toStringShowsTheLengthOnly() {
    assertThat(new WalletAddress(ADDRESS)).hasToString("WalletAddress[42 characters]");
  }
}
