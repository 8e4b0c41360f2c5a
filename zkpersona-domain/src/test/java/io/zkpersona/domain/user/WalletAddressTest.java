package io.zkpersona.domain.user;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import java.util.HexFormat;
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
    // The last letter in the other case.
    String mistyped = ADDRESS.substring(0, ADDRESS.length() - 1) + "D";

    assertThatThrownBy(() -> WalletAddress.of(mistyped))
        .isInstanceOf(ValidationException.class)
        .hasMessage("walletAddress: mixed letter case that is no checksum (expected: EIP-55)");
    assertThat(new WalletAddress(mistyped).value()).isEqualTo(ADDRESS);
  }

  @Test
  void anUpperCasePrefixIsRefusedFromOutside() {
    String prefixed = "0X" + ADDRESS.substring(2);

    assertThatThrownBy(() -> WalletAddress.of(prefixed))
        .isInstanceOf(ValidationException.class)
        .hasMessage("walletAddress: starts with 0X (expected: 0x and 40 hexadecimal digits)");
    assertThat(WalletAddress.of("0X of another chain").value()).isEqualTo("0X of another chain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe٣",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeＡ",
        "1x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "AnotherChainsAddressInMixedCase"
      })
  void addressesOfOtherChainsAreKeptAsGiven(String address) {
    assertThat(WalletAddress.of(address).value()).isEqualTo(address);
    assertThat(WalletAddress.of(address).isEthereum()).isFalse();
  }

  /** The first five are examples of CAIP-10. */
  @ParameterizedTest
  @CsvSource({
    "eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb,"
        + "0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
    "bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6,"
        + "128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6",
    "cosmos:cosmoshub-3:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0,"
        + "cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0",
    "polkadot:b0a8d493285c2df73290dfb7e61f870f:5hmuyxw9xdgbpptgypokw4thfyoe3ryenebr381z9iaegmfy,"
        + "5hmuyxw9xdgbpptgypokw4thfyoe3ryenebr381z9iaegmfy",
    "hedera:mainnet:0.0.1234567890-zbhlt,0.0.1234567890-zbhlt",
    "eip155:137:0xAB16A96D359EC26A11E2C2B3D8F8B8942D5BFCDB,"
        + "0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
    "a-b:_-:1234567890,1234567890"
  })
  void ofAnAccountIdTheAddressIsTaken(String accountId, String address) {
    assertThat(WalletAddress.of(accountId).value()).isEqualTo(address);
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
        "eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb ",
        "eip155:1:0Xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb",
        "cosmos:cosmoshub 3:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0",
        "cosmos:a23456789012345678901234567890123:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0",
        "cosmos:cosmoshub-3:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0😀",
        "cosmos:cosmoshub-3:\ncosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0"
      })
  void whatBeginsLikeAnAccountIdAndIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> WalletAddress.of(text))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("walletAddress"))
        .hasMessageContaining("account id")
        .hasMessageContaining("(expected: ");
    // A stored text is read as it is.
    assertThat(new WalletAddress(text).value()).isEqualTo(text);
  }

  @Test
  void theAddressOfAnAccountIdIsHeldToTheRulesOfAddresses() {
    String mistyped = ADDRESS.substring(0, ADDRESS.length() - 1) + "D";

    assertThatThrownBy(() -> WalletAddress.of("eip155:1:" + mistyped))
        .hasMessage("walletAddress: mixed letter case that is no checksum (expected: EIP-55)");
    assertThatThrownBy(() -> WalletAddress.of("near:mainnet:short.ne"))
        .hasMessage("walletAddress: 8 characters (expected: 10..100)");
    assertThatThrownBy(() -> WalletAddress.of("near:mainnet:" + "a".repeat(101)))
        .hasMessage("walletAddress: 101 characters (expected: 10..100)");
    assertThatThrownBy(() -> WalletAddress.of(null))
        .hasMessage("walletAddress: null (expected: a value)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        "kaspa:qqkqkzjvr7zwxxmjxjkmxxdwju9kjs6e9u82uh59z07vgaks6gg62v8707g73",
        "did:ethr:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "workchain of nine:0:letters",
        "0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8",
        "a:b:c and more"
      })
  void anAddressWithColonsIsKeptAsGiven(String address) {
    assertThat(WalletAddress.of(address).value()).isEqualTo(address);
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
