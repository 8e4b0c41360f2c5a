package io.zkpersona.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The canonical text, and the elements of arrays and strings. */
class JsonCanonicalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        " { } | {}",
        "[ ] | []",
        " null | null",
        "[true , false] | [true,false]",
        "{\"b\":1,\"a\":{\"d\":[],\"c\":{}}} | {\"a\":{\"c\":{},\"d\":[]},\"b\":1}",
        "{\"a\":1,\"a\":2} | {\"a\":2}",
        "{\"\":0} | {\"\":0}",
        "1250 | 125e1",
        "1.25e3 | 125e1",
        "-0.0 | 0",
        "-12.50 | -125e-1",
        "0.001 | 1e-3",
        "1e131071 | 1e131071",
        "\"\\u0041\\/\" | \"A/\"",
        "\"\\u0001\\u001F\\u0008\\t\\n\\f\\r\\\"\\\\\" | \"\\u0001\\u001f\\b\\t\\n\\f\\r\\\"\\\\\"",
        "\"\\ud83d\\ude00\" | \"😀\"",
        "{\"\\ue000\":1,\"\\ud83d\\ude00\":2} | {\"😀\":2,\"\ue000\":1}"
      })
  void isWrittenOneWay(String text, String canonical) {
    assertThat(Json.of(text).canonicalText()).isEqualTo(canonical);
    assertThat(Json.of(canonical)).isEqualTo(Json.of(text));
    assertThat(Json.of(canonical).canonicalText()).isEqualTo(canonical);
  }

  @Test
  void aThousandLevelsAreNoDanger() {
    String deep = "[".repeat(1_000) + "]".repeat(1_000);
    assertThat(Json.of(deep).canonicalText()).isEqualTo(deep);
  }

  @Test
  void itemsAreGivenAsTheyAreWritten() {
    assertThat(Json.of(" [ 1.0 , [2, 3] ,{\"a\" : []}, \"x,]\" ] ").elements())
        .extracting(Json::text)
        .containsExactly("1.0", "[2, 3]", "{\"a\" : []}", "\"x,]\"");
    assertThat(Json.emptyArray().elements()).isEmpty();
    assertThatThrownBy(() -> Json.emptyObject().elements())
        .isInstanceOf(ValidationException.class)
        .hasMessage("json: not an array (expected: an array)");
  }

  @Test
  void aStringIsGivenWithoutItsEscapes() {
    assertThat(Json.of(" \"a\\u00fc\\n\" ").string()).isEqualTo("aü\n");
    assertThat(Json.of("\"\"").isString()).isTrue();
    assertThat(Json.of("1").isString()).isFalse();
    assertThatThrownBy(() -> Json.of("[\"a\"]").string())
        .isInstanceOf(ValidationException.class)
        .hasMessage("json: not a string (expected: a string)");
  }
}
