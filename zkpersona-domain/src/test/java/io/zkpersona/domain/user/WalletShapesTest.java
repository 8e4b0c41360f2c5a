package io.zkpersona.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of known chains, each kept in one spelling, and mistyped ones. */
class WalletShapesTest {
  private static final String HEX =
      "02ddfb499765c064eac5039e3841aa5f382e73b598097a40073bd8b48170ab57";
  private static final String TON =
      "83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8";

  private static String of(String text) {
    return WalletAddress.of(text).value();
  }

  /** Most are examples of account ids from the registry of namespaces. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6",
        "35PBEaofpUeH8VnnNSorM1QZsadrZoQp4N",
        "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r",
        "DBcZSePDaMMduBMLymWHXhkE5ArFEvkagU",
        "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
        "tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ",
        "tz3btDQsDkqq2G7eBdrrLqetaAfLVw6BnPez",
        "bc1qwz2lhc40s8ty3l5jg3plpve3y3l82x9l42q7fk",
        "ltc1q8c6fshw2dlwun7ekn9qwf37cu2rn755u9ym7p0",
        "tltc1qlustmw64lgd744h45n0t07wxnxw8pmv2sv07r9",
        "cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0",
        "7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv",
        "1111111QLbz7JHiBTspS962RLKV8GndWFwiEaqKM",
        "15rRgsWxz4H5LTnNGcCFsszfXD8oeAFd8QRsR6MbQE2f6XFF",
        "HRkCrbmke2XeabJ5fxJdgXWpBRPkXWfWHY8eTeCKwDdf4k6",
        "4smVWa6Hb7WhGh9zgqdAE86p5eZyj8BQJ9Uro4o2zidBnmfX",
        "cTMC4XwPfBn3bz8kFaVTjaWdkQi6agzMxS11e8hpPHhqLrhGs",
        "r4FTvnahbUfhe1WK2EK5Jz4cNvdFvT8Dzt",
        "rEBakx2WdNsmRb5tm5KmhsqKAqvLJrRoiU",
        "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ",
        "GDQP2KPQGKIHYJGXNUIYOMHARUARCA7DJT5FO2FFOOKY3B2WSQHG4W37"
      })
  void anAddressWithOneSpellingIsKeptAsGiven(String address) {
    assertThat(of(address)).isEqualTo(address);
    assertThat(new WalletAddress(address).canonical()).contains(WalletAddress.of(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ",
        "bc1qwz2lhc40s8ty3l5jg3plpve3y3l82x9l42q7fk",
        "cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0",
        "15rRgsWxz4H5LTnNGcCFsszfXD8oeAFd8QRsR6MbQE2f6XFF",
        "r4FTvnahbUfhe1WK2EK5Jz4cNvdFvT8Dzt",
        "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"
      })
  void oneCharacterMoreOrLessOrAnotherIsRefused(String address) {
    assertRefused(address + "p");
    assertRefused("p" + address);
    assertRefused(address.substring(1));
    assertRefused(address.substring(0, address.length() - 1));
    for (int i = 0; i < address.length(); i++) {
      char other = address.charAt(i) == 'p' ? 'z' : 'p';
      assertRefused(address.substring(0, i) + other + address.substring(i + 1));
    }
  }

  @Test
  void everySpellingOfThirtyTwoBytesIsOneAddress() {
    String canonical = "0x" + HEX;

    assertThat(of(canonical)).isEqualTo(canonical);
    assertThat(of("0x" + HEX.substring(1))).isEqualTo(canonical);
    assertThat(of("0x" + HEX.toUpperCase(Locale.ROOT))).isEqualTo(canonical);
    assertThat(of("0x02DdfB499765c064eaC5039E3841AA5f382E73B598097a40073BD8B48170Ab57"))
        .isEqualTo(canonical);
    assertThat(of("starknet:SN_MAIN:0x" + HEX.substring(1))).isEqualTo(canonical);
    assertThat(of("sui:mainnet:0x" + HEX)).isEqualTo(canonical);
    assertThat(of("aptos:1:0x1")).isEqualTo("0x" + "0".repeat(63) + "1");
    assertRefused("0x" + HEX + "0");
    assertRefused("0x" + HEX.substring(9));
    assertRefused("aptos:1:0x");
    assertRefused("sui:mainnet:" + HEX);
  }

  @Test
  void bothCasesOfBech32AreOneAddressAndMixedCaseIsNone() {
    for (String address :
        new String[] {
          "bc1qwz2lhc40s8ty3l5jg3plpve3y3l82x9l42q7fk",
          "cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0"
        }) {
      assertThat(of(address.toUpperCase(Locale.ROOT))).isEqualTo(address);
      assertThatThrownBy(
              () -> of(address.substring(0, 9).toUpperCase(Locale.ROOT) + address.substring(9)))
          .hasMessage("walletAddress: mixed case (expected: all lowercase, BIP-173)");
    }
  }

  /** Forms of TEP-2: flags for bouncing and for test networks, and two base64 alphabets. */
  @ParameterizedTest
  @CsvSource({
    "0, EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N",
    "0, UQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqEBI",
    "0, kQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqKYH",
    "0, 0QCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqPvC",
    "-1, Ef-D39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqOLF",
    "-1, Ef+D39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqOLF"
  })
  void everySpellingOfTonIsOneAddress(int workchain, String friendly) {
    String raw = workchain + ":" + TON;

    assertThat(of(friendly)).isEqualTo(raw);
    assertThat(of(raw)).isEqualTo(raw);
    assertThat(of(workchain + ":" + TON.toUpperCase(Locale.ROOT))).isEqualTo(raw);
    assertRefused(friendly.substring(0, 47) + "-");
    assertRefused(raw + "0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"128:", "-129:", "00:", "-0:", "+0:", ":", "999:"})
  void aWorkchainIsANumberOfEightBits(String workchain) {
    assertRefused(workchain + TON);
    assertThat(of("-128:" + TON)).isEqualTo("-128:" + TON);
  }

  @ParameterizedTest
  @CsvSource({
    "near:mainnet:alice.near, near:mainnet:alice.near",
    "alice.near, near:mainnet:alice.near",
    "a_b-c.d.near, near:mainnet:a%5Fb-c.d.near",
    "ab.near, near:mainnet:ab.near",
    "near:testnet:alice.testnet, near:testnet:alice.testnet",
    "near:mainnet:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8,"
        + "near:mainnet:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8"
  })
  void accountsOfNearKeepTheirChain(String text, String kept) {
    assertThat(of(text)).isEqualTo(kept);
    assertThat(of(kept)).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "near:mainnet:Alice.near",
        "near:mainnet:a",
        "near:mainnet:.near",
        "near:mainnet:a--b.near",
        "near:mainnet:a%20b.near",
        "-a.near",
        "alice.testnet"
      })
  void otherNamesAreNoAccountsOfNear(String text) {
    assertRefused(text);
  }

  @ParameterizedTest
  @CsvSource({
    "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed, 40 hexadecimal digits without 0x",
    "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe, 39 hexadecimal digits without 0x",
    "\\x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed, starts with \\x",
    "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed, starts with 0X",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe, 39 hexadecimal digits after 0x",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd, 41 hexadecimal digits after 0x",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg, not a hexadecimal digit at character 41",
    "0x5aAe...BeAed, not a hexadecimal digit at character 6",
    "0x0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed, not a hexadecimal digit at character 3"
  })
  void whatIsNearlyAnEthereumAddressIsRefusedWithWhatIsWrong(String text, String wrong) {
    assertThatThrownBy(() -> of(text))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("walletAddress"))
        .hasMessageStartingWith("walletAddress: " + wrong + " (expected: ")
        .hasMessageContaining("0x and 40 hexadecimal digits")
        .hasMessageNotContaining("5aAe");
    assertThat(new WalletAddress(text).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
        "bc1qwz2lhc40s8ty3l5jg3plpve3y3l82x9l42q7fq",
        "cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc9",
        "15rRgsWxz4H5LTnNGcCFsszfXD8oeAFd8QRsR6MbQE2f6XFG",
        "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2M",
        "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGA"
      })
  void aMistypedAddressIsRefusedByItsChecksum(String text) {
    assertThatThrownBy(() -> of(text))
        .hasMessage(
            "walletAddress: a checksum that does not match (expected: the address as its wallet"
                + " shows it)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AnotherChainsAddressInMixedCase",
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        "kaspa:qqkqkzjvr7zwxxmjxjkmxxdwju9kjs6e9u82uh59z07vgaks6gg62v8707g73",
        "ethereum:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0.0.1234567890-zbhlt",
        "vitalik.eth",
        "someone@example.org",
        "'; DROP TABLE users; --",
        // a Bitcoin private key in wallet import format, and a transaction hash
        "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
        "b60e8dd61c5d32be8058bb8eb970870f07233155b60e8dd61c5d32be8058bb8e"
      })
  void whatHasNoFormOfAKnownChainIsRefused(String text) {
    assertRefused(text);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0x0d, 0x0a, 0x09, 0x20, 0x00, 0x7f, 0x85, 0xa0, 0x200b, 0x202e, 0xfeff, 0x2060})
  void whatCanNotBeSeenIsRefusedWhereverItStands(int character) {
    String address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    String unseen = Character.toString(character);
    String code = String.format(Locale.ROOT, "U+%04X", character);

    assertThatThrownBy(() -> of(address + unseen))
        .hasMessage(
            "walletAddress: %s at character 42 (expected: printable ASCII without spaces)", code);
    assertThatThrownBy(() -> of(unseen + address)).hasMessageContaining(code + " at character 0 ");
    assertThatThrownBy(() -> of("eip155:1:" + address + unseen)).hasMessageContaining(code);
    assertThatThrownBy(() -> of("near:mainnet:ab" + unseen)).hasMessageContaining(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"а", "Ａ", "٣", "é", "😀"})
  void aLetterOfAnotherScriptIsRefusedAndNotShown(String letter) {
    assertThatThrownBy(() -> of("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe" + letter))
        .hasMessage(
            "walletAddress: not ASCII at character 41 (expected: printable ASCII without spaces)");
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> of(text))
        .as(text)
        .isInstanceOf(ValidationException.class)
        .hasMessageMatching("(?s)walletAddress: .* \\(expected: .*\\)")
        .hasMessageNotContaining(text);
  }
}
