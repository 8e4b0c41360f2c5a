package io.zkpersona.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepted and refused texts; the limits of numbers were compared with a server's. */
class JsonTest {

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> Json.of(text))
        .isExactlyInstanceOf(ValidationException.class)
        .hasNoCause()
        .hasMessage(message);
  }

  private static void tooLarge(String number) {
    assertThatThrownBy(() -> Json.of("[" + number + "]"))
        .isExactlyInstanceOf(ValidationException.class)
        .hasMessage(
            "json: a number with too many digits at line 1, column 2 (expected: at most 131072"
                + " digits before the decimal point and 16383 after)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1.50e+3",
        "\"\"",
        " \t\r\n[1 , 2]\n",
        "{\"\":\"\"}",
        "{\"a\":1,\"a\":2}",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"",
        "\"\\\\u0000\"",
        "\"é 😀 \u007f\ufeff\"",
        "1234567890123456789012345678901"
      })
  void validTextIsKeptAsItIs(String text) {
    assertThat(Json.of(text).text()).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "[1 2]",
        "tru",
        "True",
        "nulls",
        "NaN",
        "-Infinity",
        "Infinity",
        "01",
        "-",
        "+1",
        ".5",
        "5.",
        "1e",
        "0x10",
        "1_000",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "\"\n\"",
        "'a'",
        "// a comment\n1",
        "/* a comment */1",
        "# a comment\n1",
        "\ufeff{}",
        "\u00a01",
        "[1]]",
        "1a"
      })
  void malformedTextIsRefused(String text) {
    assertThatThrownBy(() -> Json.of(text))
        .isExactlyInstanceOf(ValidationException.class)
        .hasNoCause()
        .hasMessageMatching("json: malformed at line \\d+, column \\d+ \\(expected: valid JSON\\)");
  }

  @Test
  void nothingIsRefused() {
    refused(Nulls.nothing(), "json: null (expected: a value)");
    refused("", "json: no value (expected: one JSON value)");
    refused(" \n", "json: no value (expected: one JSON value)");
  }

  @Test
  void oneValueIsEnough() {
    refused(
        "1 2",
        "json: unexpected text at line 1, column 3 (expected: one JSON value and nothing after"
            + " it)");
    refused(
        "{}\n[]",
        "json: unexpected text at line 2, column 1 (expected: one JSON value and nothing after"
            + " it)");
    refused(
        "\"a\"\"b\"",
        "json: unexpected text at line 1, column 4 (expected: one JSON value and nothing after"
            + " it)");
  }

  @Test
  void nulIsRefusedRawAndEscaped() {
    refused("\"a\0\"", "json: NUL at character 2 (expected: text without it)");
    refused("\"\\u0000\"", "json: an escaped NUL at character 1 (expected: text without it)");
    refused(
        "{\"\\\\\\u0000\":1}", "json: an escaped NUL at character 4 (expected: text without it)");
  }

  @Test
  void loneSurrogatesAreRefusedRawAndEscaped() {
    String raw = "json: a lone surrogate at character 1 (expected: well-formed Unicode)";
    refused("\"\ud83d\"", raw);
    refused("\"\ude00\"", raw);
    refused("\"\ude00\ud83d\"", raw);
    String escaped =
        "json: an escaped lone surrogate at character 1 (expected: well-formed Unicode)";
    refused("\"\\ud83d\"", escaped);
    refused("\"\\uDE00\"", escaped);
    refused("\"\\ud83dx\"", escaped);
    refused("\"\\ud83d\\n\"", escaped);
    refused("\"\\ud83d\\ud83d\\ude00\"", escaped);
    // Half of it raw is not a pair either.
    refused(
        "\"\\ud83d\ude00\"",
        "json: a lone surrogate at character 7 (expected: well-formed Unicode)");
  }

  @Test
  void depthIsLimited() {
    String arrays = "[".repeat(1_000) + "]".repeat(1_000);
    assertThat(Json.of(arrays).isArray()).isTrue();
    refused("[" + arrays + "]", "json: nested too deeply (expected: at most 1000 levels)");
    String objects = "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000);
    assertThat(Json.of(objects).isObject()).isTrue();
    refused("[" + objects + "]", "json: nested too deeply (expected: at most 1000 levels)");
    // Siblings add no depth.
    String flat = IntStream.range(0, 2_000).mapToObj(i -> "[]").collect(Collectors.joining(","));
    assertThat(Json.of("[" + flat + "]").text()).hasSize(2 + 3 * 2_000 - 1);
  }

  @Test
  void numbersHaveAtMost131072DigitsBeforeThePoint() {
    assertThat(Json.of("9".repeat(131_072)).text()).hasSize(131_072);
    assertThat(Json.of("-" + "9".repeat(131_072)).text()).hasSize(131_073);
    tooLarge("9".repeat(131_073));
    assertThat(Json.of("1e131071").isArray()).isFalse();
    assertThat(Json.of("0.1E+131072").isArray()).isFalse();
    assertThat(Json.of("1234e131068").isArray()).isFalse();
    tooLarge("1e131072");
    tooLarge("-1e131073");
    tooLarge("0.1e131073");
    tooLarge("1e99999999999999999999");
  }

  @Test
  void numbersHaveAtMost16383DigitsAfterThePoint() {
    assertThat(Json.of("0." + "1".repeat(16_383)).isObject()).isFalse();
    tooLarge("0." + "1".repeat(16_384));
    // Zeros count too.
    tooLarge("1." + "0".repeat(16_384));
    tooLarge("0e-16384");
    assertThat(Json.of("1e-16383").isObject()).isFalse();
    tooLarge("1e-16384");
    tooLarge("1e-99999999999999999999");
    // An exponent moves the point.
    assertThat(Json.of("0." + "0".repeat(20_000) + "1e4000").isObject()).isFalse();
  }

  @Test
  void zeroTakesALargeExponentUpToAPoint() {
    assertThat(Json.of("0e1073741822")).isEqualTo(Json.of("0"));
    tooLarge("0e1073741823");
    tooLarge("0e99999999999999999999");
  }

  @Test
  void sizeIsLimitedInBytesOfUtf8() {
    assertThat(JsonCheck.MAX_BYTES).isEqualTo(255 * 1024 * 1024);
    for (String nineBytes : new String[] {"[1,2,3,4]", "\"é€ä\"", "\"😀abc\""}) {
      JsonCheck.size(nineBytes, 9);
      assertThatThrownBy(() -> JsonCheck.size(nineBytes, 8))
          .isInstanceOf(ValidationException.class)
          .hasMessage("json: too large (expected: at most 8 bytes of UTF-8)");
    }
  }

  @Test
  void longStringsAndNamesAreNoSurprise() {
    String text = "{\"" + "n".repeat(100_000) + "\":\"" + "v".repeat(25_000_000) + "\"}";
    assertThat(Json.of(text).text()).hasSize(text.length());
  }

  @ParameterizedTest
  @CsvSource({"Aa,BB", "Ab,BA"}) // alike when hashed with 31, as by String, or with 33
  void namesWithTheSameHashAreNoSurprise(String zero, String one) {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < 1 << 14; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 14; bit++) {
        name.append((i >> bit & 1) == 0 ? zero : one);
      }
      members.add("\"" + name + "\":" + i);
    }
    Json forward = Json.of("{" + String.join(",", members) + "}");
    Collections.reverse(members);
    assertThat(forward).isEqualTo(Json.of("{" + String.join(",", members) + "}"));
  }

  @Test
  void constantsAndKinds() {
    assertThat(Json.emptyObject()).isEqualTo(Json.of(" { } "));
    assertThat(Json.emptyArray()).isEqualTo(Json.of("[\n]"));
    assertThat(Json.of(" \t\r\n{}").isObject()).isTrue();
    assertThat(Json.of(" \t\r\n[]").isArray()).isTrue();
    assertThat(Json.emptyObject().isArray()).isFalse();
    assertThat(Json.of("\"{\"").isObject()).isFalse();
    assertThat(Json.of("\"[\"").isArray()).isFalse();
  }

  @Test
  void toStringShowsTheLengthOnly() {
    assertThat(Json.of("\"secret\"")).hasToString("Json[8 characters]");
    assertThat(Json.of("\"😀\"")).hasToString("Json[3 characters]");
  }

  @Test
  void messagesShowNothingOfTheText() {
    assertThatThrownBy(() -> Json.of("{\"secret\": hunter2}"))
        .message()
        .doesNotContain("secret", "hunter2");
  }
}
