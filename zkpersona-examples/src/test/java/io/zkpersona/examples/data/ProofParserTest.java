package io.zkpersona.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.examples.data.ProofRow.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofParserTest {

  private static final String WALLET = "0x" + "0".repeat(39) + "1";

  @Test
  void aRowIsItsProofItsSignalsAndTheVerdict() throws MalformedLineException {
    ProofRow row =
        ProofParser.proof(
                """
                {"id": 7, "wallet": "%s", "publicSignals": ["1", "2"], "proof": {"a": "3"},
                 "verified": true}
                """
                    .formatted(WALLET))
            .orElseThrow();

    assertThat(row)
        .isEqualTo(
            new ProofRow(
                "7",
                7,
                WalletAddress.of(WALLET),
                Json.of("{\"a\": \"3\"}"),
                Json.of("[\"1\", \"2\"]"),
                Verdict.OK));
  }

  @Test
  void thePrivateWitnessIsNotTaken() throws MalformedLineException {
    ProofRow row =
        ProofParser.proof(
                """
                {"id": 7, "input": {"secret": "4815162342"}, "publicSignals": [], "proof": {},
                 "verified": false}
                """)
            .orElseThrow();

    assertThat(row.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(row.wallet()).isNull();
    assertThat(row.proof().text() + row.publicSignals().text()).doesNotContain("4815162342");
  }

  @Test
  void documentsAreTakenAsTheyAreWritten() throws MalformedLineException {
    String signals = "[ 1e2, \"0x1F\", 12345678901234567890123456789012345678901 ]";

    ProofRow row =
        ProofParser.variant(
                """
                {"variant": "spelling", "baseId": 3, "snarkjs": "ERROR", "publicSignals": %s,
                 "proof": {}}
                """
                    .formatted(signals))
            .orElseThrow();

    assertThat(row.publicSignals()).isEqualTo(Json.of(signals));
    assertThat(row.publicSignals().elements().get(2).text()).hasSize(41);
    assertThat(row.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(row.number()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | invalid JSON at character ",
        "{} | id: missing",
        "{\"id\": 9223372036854775808} | id: a number out of range",
        "{\"id\": 1, \"wallet\": 5} | wallet: a number out of range",
        "{\"id\": 1, \"wallet\": \"0x1\"} | wallet: ",
        "{\"id\": 1} | proof: missing (expected: a JSON document)",
        "{\"id\": 1, \"proof\": {}} | publicSignals: missing",
        "{\"id\": 1, \"proof\": {}, \"publicSignals\": []} | verified: missing (expected: true or",
      })
  void whatIsWrongWithARowIsNamed(String line, String message) {
    assertThatThrownBy(() -> ProofParser.proof(line))
        .isInstanceOf(MalformedLineException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | variant: missing",
        "{\"variant\": \"a\\u001bb\"} | variant: text of 3 characters",
        "{\"variant\": \"a\", \"baseId\": \"0\"} | baseId: text of 1 characters",
        "{\"variant\": \"a\", \"baseId\": 0, \"proof\": 1, \"publicSignals\": 2, \"snarkjs\": \"ok\"}"
            + " | snarkjs: text of 2 characters (expected: OK, FAIL or ERROR)",
      })
  void whatIsWrongWithAVariantIsNamed(String line, String message) {
    assertThatThrownBy(() -> ProofParser.variant(line))
        .isInstanceOf(MalformedLineException.class)
        .hasMessageStartingWith(message);
  }
}
