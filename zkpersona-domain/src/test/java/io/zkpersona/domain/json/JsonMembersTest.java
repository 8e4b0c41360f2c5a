package io.zkpersona.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMembersTest {

  @Test
  void membersKeepTheirOrderAndTheTextOfTheirValues() {
    Json json =
        Json.of(
            " { \"z\" : 1.50 , \"a\":\"x , } \\\" \\u00e9\",\"\": { \"n\" : [ 1 , 2 ] } ,\n"
                + "\"t\":true , \"\\u0061b\\n\" :null,\"e\":-1E+5 } ");

    assertThat(json.members())
        .containsExactly(
            entry("z", Json.of("1.50")),
            entry("a", Json.of("\"x , } \\\" \\u00e9\"")),
            entry("", Json.of("{\"n\":[1,2]}")),
            entry("t", Json.of("true")),
            entry("ab\n", Json.of("null")),
            entry("e", Json.of("-1E+5")));
    assertThat(json.members().values())
        .extracting(Json::text)
        .containsExactly(
            "1.50", "\"x , } \\\" \\u00e9\"", "{ \"n\" : [ 1 , 2 ] }", "true", "null", "-1E+5");
  }

  @Test
  void membersOfLongTextsAreFoundToo() {
    Map<String, Json> members = new LinkedHashMap<>();
    for (int i = 0; i < 2_000; i++) {
      members.put("name-" + i + "-\ud83d\ude00", Json.of("\"" + "é,".repeat(i % 50) + "\""));
      members.put("number-" + i, Json.of("1" + "0".repeat(i % 40)));
    }
    members.put("long", Json.of("\"" + "x".repeat(100_000) + "\""));
    members.put("last", Json.of("[" + " ".repeat(70_000) + "]"));

    assertThat(Json.object(members).members()).isEqualTo(members);
  }

  @Test
  void ofMembersOfTheSameNameTheLastCounts() {
    assertThat(Json.of("{\"a\":1,\"b\":2,\"\\u0061\":3}").members())
        .isEqualTo(Map.of("a", Json.of("3"), "b", Json.of("2")));
  }

  @Test
  void aMemberIsFoundAtAnyDepth() {
    Json json =
        Json.of(
            "{\"a\":[{},[{\"b\":{\"c\":\"x\"}}]],\"d\":1,\"d\":{\"\\u0065\":2},\"x\":[{\"f\":3}]}");

    assertThat(json.findMember("a"::equals)).contains("a");
    assertThat(json.findMember("b"::equals)).contains("*[1][0].b");
    assertThat(json.findMember("c"::equals)).contains("*[1][0].*.c");
    assertThat(json.findMember("e"::equals)).contains("*.e");
    assertThat(json.findMember("f"::equals)).contains("*[0].f");
    assertThat(json.findMember(name -> name.equals("f") || name.equals("c")))
        .contains("*[1][0].*.c");
    assertThat(json.findMember("g"::equals)).isEmpty();
    assertThat(Json.of("[[{\"a\":1}]]").findMember("a"::equals)).contains("[0][0].a");
    assertThat(Json.of("\"a\"").findMember("a"::equals)).isEmpty();
  }

  @Test
  void anObjectWithoutMembersHasNone() {
    assertThat(Json.of(" { } ").members()).isEmpty();
    assertThat(Json.object(Map.of())).isEqualTo(Json.emptyObject());
  }

  @Test
  void theMembersAreTheCallersToChange() {
    Json json = Json.of("{\"a\":1}");

    json.members().clear();

    assertThat(json.members()).hasSize(1);
  }

  @Test
  void namesAreEscaped() {
    Json json = Json.object(Map.of("\"\\\n\u0001</é", Json.of("1")));

    assertThat(json).isEqualTo(Json.of("{\"\\\"\\\\\\n\\u0001</\\u00e9\":1}"));
    assertThat(json.members()).containsOnlyKeys("\"\\\n\u0001</é");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", "\"{}\"", "1", "null"})
  void whatIsNoObjectHasNoMembers(String text) {
    Json json = Json.of(text);

    assertThatThrownBy(json::members)
        .isInstanceOf(ValidationException.class)
        .hasMessage("json: not an object (expected: an object)");
  }

  @Test
  void whatTheDatabaseWouldRefuseIsRefused() {
    Json deep = Json.of("[".repeat(1_000) + "]".repeat(1_000));
    Map<String, Json> withNull = new HashMap<>();
    withNull.put("a", Nulls.nothing());
    Map<String, Json> withNullName = new HashMap<>();
    withNullName.put(Nulls.nothing(), deep);

    for (Map<String, Json> members :
        List.of(
            Map.of("a", deep),
            Map.of("\0", Json.of("1")),
            Map.of("\ud83d", Json.of("1")),
            withNull,
            withNullName)) {
      assertThatThrownBy(() -> Json.object(members)).isInstanceOf(ValidationException.class);
    }
    assertThatThrownBy(() -> Json.object(Nulls.nothing())).isInstanceOf(ValidationException.class);
  }

  @Test
  void elementsKeepTheirOrderAndTheirText() {
    Json json =
        Json.of(
            " [ 1.50 , \"x , ] \\\" \\u00e9\",[ 1 , [2] ] ,\n{ \"n\" : 1 },true , null,-1E+5 ] ");

    assertThat(json.elements())
        .extracting(Json::text)
        .containsExactly(
            "1.50",
            "\"x , ] \\\" \\u00e9\"",
            "[ 1 , [2] ]",
            "{ \"n\" : 1 }",
            "true",
            "null",
            "-1E+5");
    assertThat(Json.of(" [ ] ").elements()).isEmpty();
    assertThatThrownBy(() -> json.elements().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "\"[]\"", "1"})
  void onlyAnArrayHasElements(String text) {
    assertThatThrownBy(() -> Json.of(text).elements())
        .isInstanceOf(ValidationException.class)
        .hasMessage("json: not an array (expected: an array)");
  }
}
