package io.zkpersona.domain.proof;

import static io.zkpersona.domain.proof.Refusals.assertNamed;
import static io.zkpersona.domain.proof.Refusals.assertRefused;
import static io.zkpersona.domain.proof.SnarkSamples.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.SnarkSamples.Curve;
import io.zkpersona.domain.proof.SnarkSamples.Documents;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.domain.proof.document.ProofDocuments;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.proof.document.WitnessMembers;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents as kept, by protocol and curve, and those that are refused. */
class ProofDocumentsTest {
  static Stream<Arguments> kinds() {
    return Stream.of(ProofProtocol.GROTH16, ProofProtocol.PLONK, ProofProtocol.FFLONK)
        .flatMap(
            protocol -> Arrays.stream(Curve.values()).map(curve -> Arguments.of(protocol, curve)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void canonicalDocumentsGiveThemselves(ProofProtocol protocol, Curve curve) {
    ProofDocuments once = SnarkSamples.of(protocol, curve).canonical();
    ProofDocuments twice =
        ProofDocuments.canonical(
            protocol, once.proofData(), once.verificationKey(), once.publicSignals());

    assertThat(twice).isEqualTo(once);
    assertThat(twice.verificationKey().text()).isEqualTo(once.verificationKey().text());
    assertThat(once.isCanonical(protocol)).isTrue();
    assertThat(ProofDocuments.canonicalKey(protocol, once.verificationKey()))
        .isEqualTo(once.verificationKey());
    assertThat(ProofDocuments.publicSignalCount(protocol, once.verificationKey()))
        .isEqualTo(OptionalInt.of(2));
    assertThat(once.toString()).doesNotContain("pi_a").doesNotContain("polynomials");
  }

  @ParameterizedTest
  @EnumSource
  void ofAKeyThatIsKeptWhichVerificationReads(Curve curve) {
    assertThat(keyMembers(ProofProtocol.GROTH16, curve))
        .containsExactly(
            "protocol",
            "curve",
            "nPublic",
            "vk_alpha_1",
            "vk_beta_2",
            "vk_gamma_2",
            "vk_delta_2",
            "IC");
    assertThat(String.join(" ", keyMembers(ProofProtocol.PLONK, curve)))
        .isEqualTo("protocol curve nPublic power k1 k2 Qm Ql Qr Qo Qc S1 S2 S3 X_2");
    assertThat(String.join(" ", keyMembers(ProofProtocol.FFLONK, curve)))
        .isEqualTo("protocol curve nPublic power k1 k2 w w3 w4 w8 wr X_2 C0");
  }

  private static List<String> keyMembers(ProofProtocol protocol, Curve curve) {
    return List.copyOf(
        SnarkSamples.of(protocol, curve).canonical().verificationKey().members().keySet());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyOtherMemberIsNeededAndUnknownOnesAreDropped(ProofProtocol protocol, Curve curve) {
    Documents documents = SnarkSamples.of(protocol, curve);
    ProofDocuments canonical = documents.canonical();
    List<String> dispensable =
        List.of("protocol", "curve", "nPublic", "vk_alphabeta_12", "w", "hush");

    for (String member : documents.proof().keySet()) {
      if (!dispensable.contains(member)) {
        assertRefused("proofData", "without " + member, documents.withProof(member, ""));
        assertRefused("proofData", "without " + member, documents.withProof(member, "null"));
        assertNamed("proofData." + member, documents.withProof(member, "true"));
      }
    }
    for (String member : documents.key().keySet()) {
      if (!dispensable.contains(member)) {
        assertRefused("verificationKey", "without " + member, documents.withKey(member, ""));
        assertNamed("verificationKey." + member, documents.withKey(member, "true"));
      }
    }
    for (String unknown : List.of("hush", "vk_alphabeta_12", "w9")) {
      assertThat(documents.withProof(unknown, "{\"a\":1}").canonical()).isEqualTo(canonical);
      assertThat(documents.withKey(unknown, "[1]").canonical()).isEqualTo(canonical);
    }
    assertThat(documents.withProof("protocol", "").withProof("curve", "null").canonical())
        .isEqualTo(canonical);
    assertThat(documents.withKey("protocol", "").canonical()).isEqualTo(canonical);
    assertRefused("verificationKey.curve", "missing", documents.withKey("curve", ""));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void signalsAreAsManyAsTheKeyExpectsAndBelowTheModulus(ProofProtocol protocol, Curve curve) {
    Documents documents = SnarkSamples.of(protocol, curve);
    BigInteger largest = new BigInteger(curve.scalarModulus).subtract(BigInteger.ONE);

    assertThat(documents.withSignals("[0,\"0x" + largest.toString(16) + "\"]").canonical())
        .isEqualTo(documents.withSignals("[\"0\",\"" + largest + "\"]").canonical());
    assertRefused("publicSignals", "1 items (expected: 2", documents.withSignals("[\"0\"]"));
    assertRefused(
        "publicSignals", "3 items (expected: 2", documents.withSignals("[\"0\",\"0\",\"0\"]"));
    assertRefused("publicSignals", "not an array", documents.withSignals("{}"));
    for (String large :
        List.of(
            quoted(curve.scalarModulus),
            curve.scalarModulus,
            quoted("0x" + largest.add(BigInteger.ONE).toString(16)),
            quoted("9".repeat(900)),
            "1e500")) {
      assertRefused(
          "publicSignals[1]",
          "too large (expected: below the modulus",
          documents.withSignals("[\"0\"," + large + "]"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARLIN", "SONIC", "BULLETPROOFS"})
  void ofOtherProtocolsProofAndKeyAreObjectsOrArrays(ProofProtocol protocol) {
    Json document = Json.of("{ \"b\": [1.50, \"01\"], \"a\": {\"d\":1,\"c\":2} }");
    ProofDocuments canonical =
        ProofDocuments.canonical(protocol, document, document, Json.of(" 7.0 "));

    assertThat(canonical.proofData()).isEqualTo(document);
    assertThat(canonical.verificationKey().text())
        .isEqualTo("{\"a\":{\"c\":2,\"d\":1},\"b\":[15e-1,\"01\"]}");
    assertThat(canonical.publicSignals().text()).isEqualTo("7");
    assertThat(canonical.isCanonical(protocol)).isTrue();
    assertThat(ProofDocuments.publicSignalCount(protocol, document)).isEmpty();
    for (String text : List.of("\"proof\"", "1", "null", "true")) {
      assertThatThrownBy(
              () -> ProofDocuments.canonical(protocol, Json.of(text), document, document))
          .isInstanceOf(ValidationException.class)
          .hasMessage("proofData: not an object or array (expected: a JSON object or array)");
      assertThatThrownBy(() -> ProofDocuments.canonicalKey(protocol, Json.of(text)))
          .isInstanceOf(ValidationException.class)
          .hasMessage("verificationKey: not an object or array (expected: a JSON object or array)");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWitnessIsRefusedInEveryDocument(ProofProtocol protocol) {
    Documents snark =
        SnarkSamples.of(
            protocol.compareTo(ProofProtocol.PLONK) <= 0 ? protocol : ProofProtocol.FFLONK,
            Curve.BN128);
    Documents documents = snark.withProtocol(protocol);
    String hidden = "[{\"x\":{\"Private-Inputs\":\"hush\"}}]";

    assertRefused("proofData.input", "private witness", documents.withProof("input", "{}"));
    assertRefused(
        "proofData.*[0].*.Private-Inputs", "private witness", documents.withProof("more", hidden));
    assertRefused("verificationKey.WITNESS", "witness", documents.withKey("WITNESS", "1"));
    assertRefused("publicSignals.input", "private witness", documents.withSignals("{\"input\":1}"));
    assertThatThrownBy(() -> documents.withProof("more", hidden).canonical())
        .hasMessageNotContaining("hush");
    assertThat(
            ProofDocuments.canonical(
                    ProofProtocol.MARLIN,
                    Json.of("{\"input\":1}"),
                    Json.emptyObject(),
                    Json.emptyArray(),
                    WitnessMembers.STORED_KNOWINGLY)
                .proofData())
        .isEqualTo(Json.of("{\"input\":1}"));
  }

  @Test
  void anOldRowMayHoldAnything() {
    ZkProof old =
        ZkProof.builder()
            .proofData(Json.of("1"))
            .verificationKey(Json.of("2"))
            .circuitVersion("1")
            .build();
    assertThat(old.verificationKeyHash()).isEqualTo(VerificationKeyHash.of(Json.of("2.0")));
    assertThatThrownBy(() -> old.canonical())
        .hasMessage("verificationKey: not an object (expected: an object)");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void protocolAndCurveAgreeByAnyName(ProofProtocol protocol, Curve curve) {
    Documents documents = SnarkSamples.of(protocol, curve);
    String other = quoted(curve == Curve.BN128 ? "bls12381" : "bn128");

    List<String> names =
        curve == Curve.BN128
            ? List.of("bn128", "BN254", "BN-254", "alt_bn128", "ALT-BN128", "Bn 254")
            : List.of("bls12381", "BLS12381", "BLS12-381", "bls12_381");
    for (String name : names) {
      assertThat(documents.withKey("curve", quoted(name)).canonical())
          .isEqualTo(documents.withProof("curve", quoted(name)).canonical())
          .isEqualTo(documents.canonical());
    }
    assertThat(documents.withKey("protocol", quoted(protocol.name())).canonical())
        .isEqualTo(documents.canonical());
    assertRefused(
        "proofData.curve",
        "not the key's curve (expected: " + curve.value() + ")",
        documents.withProof("curve", other));
    assertRefused(
        "proofData.protocol",
        "another protocol (expected: " + protocol.value(),
        documents.withProof("protocol", "\"marlin\""));
    assertNamed("verificationKey.protocol", documents.withKey("protocol", "\"marlin\""));
    assertThatThrownBy(documents.withKey("curve", other)::canonical)
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith("verificationKey.");
    for (String unknown : List.of("secp256k1", "BN256", "", "bn128é", "x".repeat(50))) {
      assertRefused(
          "verificationKey.curve",
          "one of bn128, bls12381",
          documents.withKey("curve", quoted(unknown)));
    }
    ProofProtocol another =
        protocol == ProofProtocol.PLONK ? ProofProtocol.GROTH16 : ProofProtocol.PLONK;
    assertNamed("verificationKey.protocol", documents.withProtocol(another));
  }
}
