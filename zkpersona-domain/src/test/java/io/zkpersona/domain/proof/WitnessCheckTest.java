package io.zkpersona.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.document.WitnessCheck;
import io.zkpersona.domain.proof.document.WitnessMembers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that count as containing a private witness. */
class WitnessCheckTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input",
        "INPUT",
        "inputs",
        "Inputs",
        "witness",
        "witnesses",
        "wtns",
        "private",
        "secret",
        "secrets",
        "privateInput",
        "private_inputs",
        "PrivateInputs",
        "private-signals",
        "privateKey",
        "secret_key",
        "circuitInputs",
        "fullWitness",
        "witness_map",
        "input.json",
        "in_put",
        "ｉｎｐｕｔ",
        "inputJSON",
        "secret values"
      })
  void namesOfAWitnessAreRefused(String name) {
    Json metadata = Json.object(Map.of(name, Json.of("1")));
    assertThatThrownBy(() -> WitnessCheck.check("metadata", metadata, WitnessMembers.REFUSED))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("metadata.")
        .hasMessageContaining("named like a private witness")
        .hasMessageContaining("(expected: ");
    assertThatCode(() -> WitnessCheck.check("metadata", metadata, WitnessMembers.STORED_KNOWINGLY))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "publicInputs",
        "public_inputs",
        "publicSignals",
        "inputId",
        "inputType",
        "behaviorInput",
        "privacy",
        "secretariat",
        "proof",
        "eyewitness",
        "",
        "putin",
        "signals",
        "data",
        "key"
      })
  void otherNamesAreTaken(String name) {
    Json metadata = Json.object(Map.of(name, Json.of("\"input\"")));
    assertThatCode(() -> WitnessCheck.check("metadata", metadata, WitnessMembers.REFUSED))
        .doesNotThrowAnyException();
  }

  @Test
  void depthAndRepetitionHideNothing() {
    for (String hidden :
        List.of(
            "[".repeat(999) + "{\"input\":1}" + "]".repeat(999),
            "{\"a\":[1,{\"b\":{\"Input\":1}}]}",
            "{\"a\":{\"witness\":1},\"a\":2}",
            "[{\"in\\u0070ut\":1}]")) {
      assertThatThrownBy(
              () -> WitnessCheck.check("metadata", Json.of(hidden), WitnessMembers.REFUSED))
          .isInstanceOf(ValidationException.class);
    }
  }

  @Test
  void theErrorShowsTheWayButNoOtherNamesAndNoValues() {
    Json metadata = Json.of("{\"ann@example.org\":[0,{\"x\":{\"privateInput\":\"hush\"}}]}");
    assertThatThrownBy(() -> WitnessCheck.check("metadata", metadata, WitnessMembers.REFUSED))
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("metadata.*[1].*.privateInput"))
        .hasMessageNotContaining("hush")
        .hasMessageNotContaining("ann");
    Json padded = Json.object(Map.of("input" + "-".repeat(100), Json.of("1")));
    assertThatThrownBy(() -> WitnessCheck.check("metadata", padded, WitnessMembers.REFUSED))
        .hasMessageStartingWith("metadata.input: ");
  }
}
