package io.zkpersona.domain.proof;

import static io.zkpersona.domain.proof.SnarkSamples.list;
import static io.zkpersona.domain.proof.SnarkSamples.point;
import static io.zkpersona.domain.proof.SnarkSamples.quoted;
import static io.zkpersona.domain.proof.SnarkSamples.twist;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.SnarkSamples.Curve;
import io.zkpersona.domain.proof.SnarkSamples.Documents;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of proof, key and signals, by protocol and curve. */
class ProofStructureTest {
  private static final String INFINITY = "[\"0\",\"1\",\"0\"]";
  private static final String TWIST_INFINITY = "[[\"0\",\"0\"],[\"1\",\"0\"],[\"0\",\"0\"]]";

  static Stream<Arguments> kinds() {
    return Stream.of(ProofProtocol.GROTH16, ProofProtocol.PLONK, ProofProtocol.FFLONK)
        .flatMap(
            protocol -> Arrays.stream(Curve.values()).map(curve -> Arguments.of(protocol, curve)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatSnarkjsWritesIsTaken(ProofProtocol protocol, Curve curve) {
    SnarkSamples.of(protocol, curve).check();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyMemberIsNeededAndNoOtherAllowed(ProofProtocol protocol, Curve curve) {
    Documents documents = SnarkSamples.of(protocol, curve);

    for (String member : documents.proof().keySet()) {
      assertRefused("proofData", "without " + member, documents.withProof(member, ""));
      assertNamed("proofData." + member, documents.withProof(member, "null"));
    }
    for (String member : documents.key().keySet()) {
      assertRefused("verificationKey", "without " + member, documents.withKey(member, ""));
      assertNamed("verificationKey." + member, documents.withKey(member, "null"));
    }
    Documents withWitness = documents.withProof("hush", "{\"secret\":\"hush\"}");
    assertRefused("proofData", "with 1 unknown members", withWitness);
    assertThatThrownBy(withWitness::check).hasMessageNotContaining("hush");
    assertRefused("verificationKey", "with 1 unknown members", documents.withKey("hush", "1"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void protocolAndCurveAgree(ProofProtocol protocol, Curve curve) {
    Documents documents = SnarkSamples.of(protocol, curve);
    String other = quoted(curve == Curve.BN128 ? "bls12381" : "bn128");

    assertRefused(
        "proofData.curve",
        "another one (expected: " + curve.value() + ")",
        documents.withProof("curve", other));
    assertRefused(
        "proofData.protocol",
        "another one (expected: " + protocol.value() + ")",
        documents.withProof("protocol", "\"marlin\""));
    assertNamed("verificationKey.protocol", documents.withKey("protocol", "\"marlin\""));
    for (String unknown : List.of("\"secp256k1\"", "\"BN128\"", "\"\"")) {
      assertRefused(
          "verificationKey.curve", "one of bn128, bls12381", documents.withKey("curve", unknown));
    }
    ProofProtocol another =
        protocol == ProofProtocol.PLONK ? ProofProtocol.GROTH16 : ProofProtocol.PLONK;
    assertNamed("verificationKey", documents.withProtocol(another));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void signalsAreAsManyAsTheKeyExpectsAndBelowTheModulus(ProofProtocol protocol, Curve curve) {
    Documents documents = SnarkSamples.of(protocol, curve);
    String largest = new BigInteger(curve.scalarModulus).subtract(BigInteger.ONE).toString();

    documents.withSignals("[\"0\",\"" + largest + "\"]").check();
    assertRefused("publicSignals", "1 items (expected: 2)", documents.withSignals("[\"0\"]"));
    assertRefused(
        "publicSignals", "3 items (expected: 2)", documents.withSignals("[\"0\",\"0\",\"0\"]"));
    assertRefused("publicSignals", "no array", documents.withSignals("{}"));
    assertRefused(
        "publicSignals[1]",
        "too large (expected: below the modulus of its field)",
        documents.withSignals("[\"0\",\"" + curve.scalarModulus + "\"]"));
    assertNamed("publicSignals[1]", documents.withSignals("[\"0\",\"" + "9".repeat(5_000) + "\"]"));
    for (String spelling :
        List.of(
            "1", "\"01\"", "\"0x1\"", "\"+1\"", "\"-1\"", "\" 1\"", "\"\"", "\"1.0\"", "\"١\"")) {
      assertRefused(
          "publicSignals[0]",
          "not in canonical form",
          documents.withSignals("[" + spelling + ",\"0\"]"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void pointsAreOnTheCurveAndAffine(Curve curve) {
    Documents documents = SnarkSamples.of(ProofProtocol.GROTH16, curve);
    List<Json> g1 = Json.of(curve.g1).elements();
    String x = g1.get(0).string();
    String y = g1.get(1).string();
    BigInteger modulus = new BigInteger(curve.baseModulus);

    documents.withProof("pi_a", INFINITY).withProof("pi_b", TWIST_INFINITY).check();
    documents.withProof("pi_a", point(x, modulus.subtract(new BigInteger(y)).toString())).check();
    assertRefused(
        "proofData.pi_a", "not on the curve", documents.withProof("pi_a", point("1", "1")));
    assertRefused("proofData.pi_a", "not on the curve", documents.withProof("pi_a", point(x, "3")));
    assertRefused(
        "proofData.pi_a[0]",
        "too large",
        documents.withProof("pi_a", point(new BigInteger(x).add(modulus).toString(), y)));
    assertRefused(
        "proofData.pi_a",
        "not in canonical form (expected: affine",
        documents.withProof("pi_a", "[\"" + x + "\",\"" + y + "\",\"2\"]"));
    assertRefused(
        "proofData.pi_a",
        "not in canonical form (expected: affine",
        documents.withProof("pi_a", "[\"0\",\"0\",\"0\"]"));
    assertRefused(
        "proofData.pi_a",
        "2 items (expected: 3)",
        documents.withProof("pi_a", "[\"" + x + "\",\"" + y + "\"]"));

    List<Json> g2 = Json.of(curve.g2).elements();
    List<String> c =
        g2.stream().limit(2).flatMap(p -> p.elements().stream()).map(Json::string).toList();
    assertRefused(
        "proofData.pi_b",
        "not on the curve",
        documents.withProof("pi_b", twist(c.get(1), c.get(0), c.get(2), c.get(3))));
    assertRefused(
        "proofData.pi_b",
        "not in canonical form (expected: affine",
        documents.withProof("pi_b", curve.g2.replace("[\"1\",\"0\"]", "[\"1\",\"1\"]")));
    assertRefused(
        "proofData.pi_b[0][1]",
        "too large",
        documents.withProof("pi_b", twist("0", curve.baseModulus, "0", "0")));
  }

  @ParameterizedTest
  @EnumSource
  void aGroth16KeyHasAPointForEachSignalAndOneMore(Curve curve) {
    Documents documents = SnarkSamples.of(ProofProtocol.GROTH16, curve);

    assertRefused(
        "verificationKey.IC", "2 items (expected: 3)", documents.withKey("IC", list(2, curve.g1)));
    assertRefused(
        "verificationKey.IC[1]",
        "not on the curve",
        documents.withKey("IC", "[" + curve.g1 + "," + point("1", "1") + "," + curve.g1 + "]"));
    assertNamed("verificationKey.nPublic", documents.withKey("nPublic", "\"2\""));
    assertNamed("verificationKey.nPublic", documents.withKey("nPublic", "-2"));
    assertNamed("verificationKey.nPublic", documents.withKey("nPublic", "1e9"));
    assertNamed("verificationKey.nPublic", documents.withKey("nPublic", "1000000000"));
  }

  @ParameterizedTest
  @EnumSource(names = {"MARLIN", "SONIC", "BULLETPROOFS"})
  void ofOtherProtocolsProofAndKeyAreObjectsOrArrays(ProofProtocol protocol) {
    ZkProof proof =
        ZkProof.builder()
            .protocol(protocol)
            .proofData(Json.emptyArray())
            .verificationKey(Json.emptyObject())
            .publicSignals(Json.of("7"))
            .circuitVersion("1")
            .build();

    assertThat(proof.canonical()).isEqualTo(proof);
    for (String text : List.of("\"proof\"", "1", "null", "true")) {
      assertThatThrownBy(() -> proof.withProofData(Json.of(text)).canonical())
          .isInstanceOf(ValidationException.class)
          .hasMessage("proofData: no object or array (expected: one of them)");
      assertThatThrownBy(() -> proof.withVerificationKey(Json.of(text)).canonical())
          .isInstanceOf(ValidationException.class)
          .hasMessage("verificationKey: no object or array (expected: one of them)");
    }
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
  }

  private static void assertNamed(String field, Documents documents) {
    assertRefused(field, "expected: ", documents);
  }

  private static void assertRefused(String field, String rule, Documents documents) {
    assertThatThrownBy(documents::check)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly(field))
        .hasMessageContaining(rule);
  }
}
