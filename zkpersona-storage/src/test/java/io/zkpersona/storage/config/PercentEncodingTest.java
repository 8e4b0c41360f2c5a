package io.zkpersona.storage.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

  @ParameterizedTest
  @CsvSource({
    "plain,            plain",
    "p%40ss%2Fw%3Ard,  p@ss/w:rd",
    "p%40ss%2fw%3ard,  p@ss/w:rd",
    "a+b,              a+b",
    "a%2Bb,            a+b",
    "a%20b,            a b",
    "100%25,           100%",
    "%25zz,            %zz",
    "%C3%BC%E2%82%AC,  ü€",
    "ü€,               ü€",
    "%F0%9F%94%91,     🔑",
    "🔑%21,            🔑!",
  })
  void decodesUtf8(String encoded, String text) {
    assertThat(PercentEncoding.decode(encoded, false)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "a%",
        "a%4",
        "%zz",
        "%4g",
        "%g4",
        "%%",
        "%+1",
        "%C3",
        "%C3x",
        "%FF",
        "%00",
        "a\0b",
        "%ED%A0%80",
        "%C0%80",
        "\uD83D",
        "a\uDD11b"
      })
  void refusesWhatIsMalformed(String encoded) {
    assertThat(PercentEncoding.decode(encoded, false)).isNull();
    assertThat(PercentEncoding.decode(encoded, true)).isNull();
  }

  @Test
  void plusIsASpaceOnlyWhereSaid() {
    assertThat(PercentEncoding.decode("a+b%2B", true)).isEqualTo("a b+");
    assertThat(PercentEncoding.decode("a+b%2B", false)).isEqualTo("a+b+");
  }

  @Test
  void everyAsciiCharacterAndBeyondSurvivesTheRoundTrip() {
    StringBuilder all = new StringBuilder("éü€🔑");
    for (char c = 1; c < 128; c++) {
      all.append(c);
    }
    String encoded = PercentEncoding.encode(all.toString());

    assertThat(encoded).matches("[A-Za-z0-9._~%-]+");
    assertThat(PercentEncoding.decode(encoded, false)).isEqualTo(all.toString());
    assertThat(PercentEncoding.decode(encoded, true)).isEqualTo(all.toString());
    assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(all.toString());
  }
}
