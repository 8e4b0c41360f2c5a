package io.zkpersona.domain.proof.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.document.ProofProtocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hashes of keys, statements and nullifiers. */
class ProofHashesTest {
  private static final NullifierRule RULE =
      NullifierRule.builder().scope("vote").signal(1).scopeSignals(List.of(2)).build();

  /** Computed with other tools; stored hashes must never change. */
  @Test
  void aStatementOfACircuitIsTheSameUnderEachOfItsKeysAndOnlyThere() {
    StatementHash hash =
        StatementHash.of(
            "age", "1", StatementScope.VERSION, ProofProtocol.PLONK, signals("1", "2"));

    assertThat(hash)
        .isEqualTo(new StatementHash(Hashes.over("circuit", "age", "1", "plonk", "[\"1\",\"2\"]")));
    assertThat(
            StatementHash.of(
                "age", "2", StatementScope.VERSION, ProofProtocol.PLONK, signals("1", "2")))
        .isNotEqualTo(hash);
    StatementHash shared =
        StatementHash.of(
            "age", "1", StatementScope.ALL_VERSIONS, ProofProtocol.PLONK, signals("1", "2"));
    assertThat(
            StatementHash.of(
                "age", "2", StatementScope.ALL_VERSIONS, ProofProtocol.PLONK, signals("1", "2")))
        .isEqualTo(shared)
        .isNotEqualTo(hash);
  }

  @Test
  void theyStayTheSameForEver() {
    VerificationKeyHash key =
        VerificationKeyHash.of(Json.of("{\"b\": 1.50, \"a\": [\"ü\", null]}"));
    assertThat(key).hasToString("ef9cf64c5c2ed54026e61445ee9b113d70b145e79eec04182a1137be1603595b");
    assertThat(StatementHash.of(key, ProofProtocol.PLONK, signals("1", "2")))
        .hasToString("336977d2153b7b6efeaa5d3aed4d84d877567a18ba736fe4d59f576895d9638a");
    assertThat(RULE.hash(signals("1", "2", "3")))
        .hasToString("85d806dcb5d74d97a4694007eb05a91b31b7f0932c57127d681cf8d6a742dc39");
  }

  @Test
  void aKeyHasOneAddressHoweverItIsWritten() {
    VerificationKeyHash hash = VerificationKeyHash.of(Json.of("{\"a\":10,\"b\":[]}"));

    assertThat(VerificationKeyHash.of(Json.of("{ \"b\" : [ ], \"a\" : 1e1 }"))).isEqualTo(hash);
    assertThat(VerificationKeyHash.of(Json.of("{\"a\":\"10\",\"b\":[]}"))).isNotEqualTo(hash);
    assertThat(VerificationKeyHash.ofBytes(hash.bytes())).isEqualTo(hash);
  }

  @Test
  void aStatementIsKeyProtocolAndSignals() {
    VerificationKeyHash key = VerificationKeyHash.of(Json.emptyObject());
    StatementHash hash = StatementHash.of(key, ProofProtocol.GROTH16, signals("1", "2"));

    assertThat(StatementHash.of(key, ProofProtocol.GROTH16, Json.of("[ \"1\", \"\\u0032\" ]")))
        .isEqualTo(hash);
    assertThat(
            List.of(
                StatementHash.of(key, ProofProtocol.GROTH16, signals("2", "1")),
                StatementHash.of(key, ProofProtocol.PLONK, signals("1", "2")),
                StatementHash.of(
                    VerificationKeyHash.of(Json.emptyArray()),
                    ProofProtocol.GROTH16,
                    signals("1", "2"))))
        .doesNotContain(hash)
        .doesNotHaveDuplicates();
  }

  @Test
  void aNullifierIsComparedAsANumberWithinItsScope() {
    NullifierHash hash = RULE.hash(signals("9", "12", "3"));

    assertThat(RULE.hash(signals("8", "0012", "03"))).isEqualTo(hash);
    assertThat(
            List.of(
                RULE.hash(signals("9", "13", "3")),
                RULE.hash(signals("9", "12", "4")),
                RULE.hash(signals("9", "1", "23")),
                RULE.withScope("other").hash(signals("9", "12", "3")),
                RULE.withScopeSignals(List.of()).hash(signals("9", "12", "3")),
                RULE.withScopeSignals(List.of(2, 2)).hash(signals("9", "12", "3"))))
        .doesNotContain(hash)
        .doesNotHaveDuplicates();
  }

  @Test
  void aNullifierThatIsNoNumberIsRefused() {
    for (String bad :
        List.of("[\"1\"]", "[\"1\",2,\"3\"]", "[\"1\",\"\",\"3\"]", "[\"1\",\"0x2\",\"3\"]")) {
      assertThatThrownBy(() -> RULE.hash(Json.of(bad)))
          .isInstanceOf(ValidationException.class)
          .hasMessageContaining("publicSignals[");
    }
    assertThatThrownBy(() -> RULE.hash(signals("1", "9".repeat(1_001), "1")))
        .hasMessage("publicSignals[1]: not a number (expected: a string of decimal digits)");
    assertThatThrownBy(() -> RULE.hash(Json.emptyObject()))
        .hasMessage("publicSignals: not an array (expected: an array of signals)");
  }

  @Test
  void aHashIsSixtyFourDigits() {
    String digits = "0123456789abcdef".repeat(4);
    assertThat(new StatementHash(digits)).hasToString(digits);
    for (String bad :
        List.of(
            "",
            digits + "0",
            digits.substring(1),
            digits.replace('a', 'A'),
            digits.replace('f', 'g'))) {
      assertThatThrownBy(() -> new StatementHash(bad)).hasMessageStartingWith("statementHash: ");
      assertThatThrownBy(() -> new VerificationKeyHash(bad))
          .hasMessageStartingWith("verificationKeyHash: ");
      assertThatThrownBy(() -> new NullifierHash(bad)).hasMessageStartingWith("nullifierHash: ");
    }
    assertThatThrownBy(() -> new StatementHash(Nulls.nothing()))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> StatementHash.ofBytes(new byte[31]))
        .isInstanceOf(ValidationException.class);
  }

  private static Json signals(String... values) {
    return Json.of("[\"" + String.join("\",\"", values) + "\"]");
  }
}
