package io.zkpersona.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEqualityTest {

  private static void equal(String a, String b) {
    assertThat(Json.of(a)).isEqualTo(Json.of(b)).hasSameHashCodeAs(Json.of(b));
    assertThat(Json.of(b)).isEqualTo(Json.of(a));
  }

  private static void different(String a, String b) {
    assertThat(Json.of(a)).isNotEqualTo(Json.of(b));
    assertThat(Json.of(b)).isNotEqualTo(Json.of(a));
  }

  @Test
  void orderOfMembersAndSpaceDoNotCount() {
    equal("{\"a\":1,\"b\":[true,null]}", " {\n\"b\" : [true , null],\t\"a\" : 1 } ");
  }

  @Test
  void orderOfElementsCounts() {
    different("[1,2]", "[2,1]");
    different("[1]", "[1,1]");
    different("[]", "[[]]");
  }

  @Test
  void ofMembersOfTheSameNameTheLastCounts() {
    equal("{\"a\":1,\"a\":2}", "{\"a\":2}");
    equal("{\"a\":1,\"b\":0,\"\\u0061\":{\"x\":1}}", "{\"b\":0,\"a\":{\"x\":1}}");
    different("{\"a\":1,\"a\":2}", "{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "1,1.0",
    "1,1e0",
    "1,10e-1",
    "1,0.1E+1",
    "100,1e2",
    "0,-0",
    "0,0.000",
    "0,-0.0e17",
    "0,0e1000",
    "-1.50,-15e-1",
    "1e131071,10e131070",
    "1e-16383,0.1e-16382",
    "1234567890123456789012345678901,1234567890123456789012345678901.000"
  })
  void theSpellingOfNumbersDoesNotCount(String a, String b) {
    equal(a, b);
    equal("[" + a + "]", "[ " + b + "]");
  }

  @ParameterizedTest
  @CsvSource({
    "1,-1",
    "1,10",
    "1,0.1",
    "1e131071,1e131070",
    "1234567890123456789012345678901,1234567890123456789012345678902",
    "0.1,0.10000000000000000000000000000000001",
    "9007199254740992,9007199254740993"
  })
  void noDigitIsLost(String a, String b) {
    different(a, b);
  }

  @Test
  void hugeNumbersAreComparedWithoutWritingThemOut() {
    String many = "[" + "1e131071,".repeat(20_000) + "1e131071]";
    String alike = "[" + "10e131070,".repeat(20_000) + "10e131070]";
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> equal(many, alike));
  }

  @Test
  void escapesDoNotCount() {
    equal("\"\\u0061\\/\\n\\u00e9\"", "\"a/\\u000aé\"");
    equal("\"\\ud83d\\ude00\"", "\"😀\"");
    equal("{\"\\u0061\":1}", "{\"a\":1}");
  }

  @Test
  void textsAreComparedByCodePoint() {
    different("\"é\"", "\"e\u0301\"");
    different("\"a\"", "\"A\"");
    different("\"a\"", "\"a \"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"1\"", "true", "\"true\"", "null", "\"null\"", "[1]", "{}", "[]"})
  void kindsAreNeverEqualToEachOther(String a) {
    for (String b : new String[] {"1", "\"1\"", "true", "false", "null", "[1]", "{}", "[]", "0"}) {
      assertThat(Json.of(a).equals(Json.of(b))).isEqualTo(a.equals(b));
    }
  }

  @Test
  void anAbsentMemberIsNotANullMember() {
    different("{\"a\":null}", "{}");
    different("{\"a\":null}", "{\"b\":null}");
  }

  @Test
  void equalToTheSameTextAndToNothingElse() {
    Json json = Json.of("[1]");
    assertThat(json).isEqualTo(Json.of("[1]")).hasSameHashCodeAs(Json.of("[1]"));
    assertThat(json.equals(null)).isFalse();
    assertThat(json).isNotEqualTo("[1]");
  }

  @Test
  void knownHashesDecideQuickly() {
    Json one = Json.of("{\"a\":1}");
    Json two = Json.of("{\"a\":2}");
    assertThat(one.hashCode()).isNotEqualTo(two.hashCode());
    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void aThousandLevelsFitASmallStack() {
    String arrays = "[".repeat(1_000) + "%s" + "]".repeat(1_000);
    String objects = "{\"a\":".repeat(1_000) + "%s" + "}".repeat(1_000);
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable comparisons =
        () -> {
          for (String nested : new String[] {arrays, objects}) {
            equal(nested.formatted("1"), nested.formatted("1.0"));
            different(nested.formatted("1"), nested.formatted("2"));
          }
        };
    new Thread(
            null,
            () -> {
              try {
                comparisons.run();
                done.complete(null);
              } catch (Throwable failure) {
                done.completeExceptionally(failure);
              }
            },
            "small-stack",
            256 << 10)
        .start();
    assertThatCode(() -> done.get(30, TimeUnit.SECONDS)).doesNotThrowAnyException();
  }
}
