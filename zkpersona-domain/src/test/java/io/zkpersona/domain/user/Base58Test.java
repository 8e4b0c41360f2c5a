package io.zkpersona.domain.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base58Test {

  /** Test vectors of Bitcoin's reference implementation. */
  @ParameterizedTest
  @CsvSource({
    "61, 2g",
    "626262, a3gV",
    "636363, aPEr",
    "73696d706c792061206c6f6e6720737472696e67, 2cFupjhnEsSn59qHXstmK2ffpLv2",
    "00eb15231dfceb60925886b67d065299925915aeb172c06647, 1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L",
    "516b6fcd0f, ABnLTmg",
    "572e4794, 3EFU7m",
    "10c8511e, Rt5zm",
    "00000000000000000000, 1111111111"
  })
  void textsAreReadAsAnotherImplementationWritesThem(String bytes, String text) {
    assertThat(Base58.BITCOIN.decode(text)).isEqualTo(HexFormat.of().parseHex(bytes));
    assertThat(Base58.BITCOIN.size(text)).isEqualTo(bytes.length() / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "O", "I", "l", "a b", "é", "١", "3EFU7m "})
  void otherCharactersAreNone(String text) {
    assertThat(Base58.BITCOIN.decode(text)).isNull();
    assertThat(Base58.BITCOIN.size(text)).isNegative();
    assertThat(Base58.BITCOIN.decodeChecked(text)).isNull();
  }

  @Test
  void nobodyMakesLargeNumbersOfIt() {
    assertThat(Base58.BITCOIN.decode("z".repeat(64))).hasSize(47);
    assertThat(Base58.BITCOIN.decode("z".repeat(65))).isNull();
    assertThat(Base58.BITCOIN.decode("")).isEmpty();
  }

  /** The address in Bitcoin's first block, and the XRP Ledger's address of the zero key. */
  @Test
  void theChecksumIsADoubleHash() {
    assertThat(Base58.BITCOIN.decodeChecked("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")).hasSize(21);
    assertThat(Base58.BITCOIN.decodeChecked("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")).isNull();
    assertThat(Base58.RIPPLE.decodeChecked("rrrrrrrrrrrrrrrrrrrrrhoLvTp")).hasSize(21);
    assertThat(Base58.BITCOIN.decodeChecked("rrrrrrrrrrrrrrrrrrrrrhoLvTp")).isNull();
    assertThat(Base58.BITCOIN.decodeChecked("3EFU7m")).isNull();
  }
}
