package io.zkpersona.domain.proof;

import static io.zkpersona.domain.proof.Refusals.assertNamed;
import static io.zkpersona.domain.proof.Refusals.assertRefused;
import static io.zkpersona.domain.proof.SnarkSamples.list;
import static io.zkpersona.domain.proof.SnarkSamples.point;
import static io.zkpersona.domain.proof.SnarkSamples.quoted;
import static io.zkpersona.domain.proof.SnarkSamples.twist;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.SnarkSamples.Curve;
import io.zkpersona.domain.proof.SnarkSamples.Documents;
import io.zkpersona.domain.proof.document.ProofDocuments;
import io.zkpersona.domain.proof.document.ProofProtocol;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The accepted spellings of numbers, points, names and roots, and the one that is kept. */
class ProofSpellingTest {
  private static final String INFINITY = "[\"0\",\"1\",\"0\"]";
  private static final String TWIST_INFINITY = "[[\"0\",\"0\"],[\"1\",\"0\"],[\"0\",\"0\"]]";

  static Stream<Arguments> kinds() {
    return ProofDocumentsTest.kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aNumberHasOneSpelling(ProofProtocol protocol, Curve curve) {
    Documents documents = SnarkSamples.of(protocol, curve);

    for (String spelling :
        List.of(
            "1200",
            "\"1200\"",
            "\"0001200\"",
            "\"0x4b0\"",
            "\"0X4B0\"",
            "\"0x0004B0\"",
            "1200.0",
            "1.2e3",
            "12E+2",
            " 1200 ",
            "\" 1200 \"",
            "\"\\u0031200\"")) {
      assertThat(documents.withSignals("[" + spelling + ",\"0\"]").canonical().publicSignals())
          .isEqualTo(Json.of("[\"1200\",\"0\"]"));
    }
    assertThat(documents.withSignals("[-0,0e9]").canonical().publicSignals().text())
        .isEqualTo("[\"0\",\"0\"]");
    for (String spelling :
        List.of(
            "\"+1\"",
            "\"-1\"",
            "-1",
            "\"1 2\"",
            "\" \"",
            "\"\"",
            "\"0x\"",
            "\"1.0\"",
            "\"1e3\"",
            "\"١\"",
            "\"ff\"",
            "\"0b1\"",
            "\"1_000\"",
            "1.5",
            "1e-3",
            "1e5000",
            "true",
            "[\"1\"]",
            "{}",
            quoted("0".repeat(2_000)))) {
      assertRefused(
          "publicSignals[0]",
          "not a whole number",
          documents.withSignals("[" + spelling + ",\"0\"]"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPointHasOneSpelling(Curve curve) {
    Documents documents = SnarkSamples.of(ProofProtocol.GROTH16, curve);
    ProofDocuments canonical = documents.canonical();
    List<Json> g1 = Json.of(curve.g1).elements();
    BigInteger x = new BigInteger(g1.get(0).string());
    BigInteger y = new BigInteger(g1.get(1).string());
    BigInteger q = new BigInteger(curve.baseModulus);

    List<String> spellings =
        List.of(
            "[\"%s\",\"%s\"]".formatted(x, y),
            "[%s,%s,1]".formatted(x, y),
            "[\"0x%s\",\"0X%S\",\"0x1\"]".formatted(x.toString(16), y.toString(16)),
            "[\"%s\",\"%s\",\"1\"]".formatted(x.add(q), y.add(q)),
            "[\"%s\",\"%s\",\"%s\"]"
                .formatted(x.multiply(BigInteger.valueOf(25)).mod(q), times125(y, q), 5));
    for (String spelling : spellings) {
      assertThat(documents.withProof("pi_a", spelling).canonical()).isEqualTo(canonical);
      assertThat(documents.withKey("vk_alpha_1", spelling).canonical()).isEqualTo(canonical);
      assertThat(documents.withKey("IC", list(3, spelling)).canonical()).isEqualTo(canonical);
    }
    String affine = curve.g2.substring(0, curve.g2.lastIndexOf(",[")) + "]";
    assertThat(documents.withKey("vk_gamma_2", affine).canonical()).isEqualTo(canonical);
    assertThat(documents.withProof("pi_b", affine.replace("\"", "")).canonical())
        .isEqualTo(canonical);
  }

  private static BigInteger times125(BigInteger y, BigInteger modulus) {
    return y.multiply(BigInteger.valueOf(125)).mod(modulus);
  }

  @ParameterizedTest
  @EnumSource
  void infinityHasOneSpelling(Curve curve) {
    Documents documents = SnarkSamples.of(ProofProtocol.GROTH16, curve);
    Json g1 = Json.of(INFINITY);
    for (String spelling :
        List.of(INFINITY, "[0,0]", "[\"0\",\"0\",\"0\"]", "[\"0\",\"0\",\"1\"]", "[1,1,\"0x0\"]")) {
      assertThat(documents.withProof("pi_a", spelling).canonical().proofData().members())
          .containsEntry("pi_a", g1);
    }
    for (String spelling :
        List.of(TWIST_INFINITY, "[[0,0],[0,0]]", "[[0,0],[0,0],[0,0]]", "[[0,0],[0,0],[1,0]]")) {
      assertThat(documents.withProof("pi_b", spelling).canonical().proofData().members())
          .containsEntry("pi_b", Json.of(TWIST_INFINITY));
    }
  }

  @ParameterizedTest
  @EnumSource
  void pointsAreOnTheCurve(Curve curve) {
    Documents documents = SnarkSamples.of(ProofProtocol.GROTH16, curve);
    String x = Json.of(curve.g1).elements().get(0).string();
    String y = Json.of(curve.g1).elements().get(1).string();

    for (String off :
        List.of(
            point("1", "1"),
            point(x, "3"),
            "[\"" + x + "\",\"" + y + "\",\"2\"]",
            "[\"0\",\"0\",\"2\"]")) {
      assertRefused("proofData.pi_a", "not on the curve", documents.withProof("pi_a", off));
    }
    assertRefused(
        "proofData.pi_a[0]",
        "too large",
        documents.withProof("pi_a", point(BigInteger.ONE.shiftLeft(384).toString(), y)));
    assertRefused("proofData.pi_a", "1 items", documents.withProof("pi_a", "[1]"));
    assertRefused("proofData.pi_a", "4 items", documents.withProof("pi_a", "[1,2,1,1]"));
    assertRefused(
        "verificationKey.IC[1]",
        "not on the curve",
        documents.withKey("IC", "[" + curve.g1 + "," + point("1", "1") + "," + curve.g1 + "]"));

    List<String> c =
        Json.of(curve.g2).elements().stream()
            .limit(2)
            .flatMap(pair -> pair.elements().stream())
            .map(Json::string)
            .toList();
    assertRefused(
        "proofData.pi_b",
        "the order of contracts",
        documents.withProof("pi_b", twist(c.get(1), c.get(0), c.get(3), c.get(2))));
    assertRefused(
        "proofData.pi_b",
        "not on the curve",
        documents.withProof("pi_b", twist(c.get(1), c.get(0), c.get(2), c.get(3))));
    assertRefused(
        "proofData.pi_b[0]", "not an array", documents.withProof("pi_b", "[\"1\",\"2\",\"1\"]"));
    assertRefused(
        "proofData.pi_b[1]", "3 items", documents.withProof("pi_b", "[[1,2],[1,2,3],[1,0]]"));
  }

  /** (0, 2) has order 3; pairings ignore it, so alpha and alpha plus it would be one key. */
  @Test
  void pointsAreInTheSubgroup() {
    Documents documents = SnarkSamples.of(ProofProtocol.GROTH16, Curve.BLS12381);

    assertRefused(
        "verificationKey.vk_alpha_1",
        "not in the subgroup",
        documents.withKey("vk_alpha_1", point("0", "2")));
    assertRefused(
        "proofData.pi_c", "not in the subgroup", documents.withProof("pi_c", point("0", "2")));
  }

  @ParameterizedTest
  @EnumSource
  void aGroth16KeyHasAPointForEachSignalAndOneMore(Curve curve) {
    Documents documents = SnarkSamples.of(ProofProtocol.GROTH16, curve);

    assertThat(documents.withKey("nPublic", "").canonical())
        .isEqualTo(documents.withKey("nPublic", "\"0x2\"").canonical())
        .isEqualTo(documents.canonical());
    assertRefused(
        "verificationKey.nPublic",
        "not the number of points of IC minus one (expected: 1 ",
        documents.withKey("IC", list(2, curve.g1)));
    assertNamed("verificationKey.IC", documents.withKey("IC", "[]"));
    assertNamed("verificationKey.IC", documents.withKey("IC", "{}"));
    for (String count : List.of("-2", "1e9", "1000000000", "3", "[]")) {
      assertNamed("verificationKey.nPublic", documents.withKey("nPublic", count));
    }
  }

  @ParameterizedTest
  @EnumSource
  void powersAreThoseOfTheScalarField(Curve curve) {
    Documents documents = SnarkSamples.of(ProofProtocol.PLONK, curve);

    assertThat(documents.withKey("power", "\"04\"").canonical()).isEqualTo(documents.canonical());
    assertThat(documents.withKey("k1", quoted(plus(curve.scalarModulus, 7))).canonical())
        .isEqualTo(documents.canonical());
    assertNamed("verificationKey.power", documents.withKey("power", "0"));
    assertNamed("verificationKey.power", documents.withKey("power", "33"));
    assertNamed("verificationKey.nPublic", documents.withKey("nPublic", ""));
  }

  private static String plus(String number, long summand) {
    return new BigInteger(number).add(BigInteger.valueOf(summand)).toString();
  }

  /** Other roots of the same order make no difference to a verifier. */
  @ParameterizedTest
  @EnumSource
  void theRootsOfAnFflonkKeyAreTheOnesThatSnarkjsChooses(Curve curve) {
    Documents documents = SnarkSamples.of(ProofProtocol.FFLONK, curve);
    ProofDocuments canonical = documents.canonical();
    BigInteger r = new BigInteger(curve.scalarModulus);
    Map<String, Json> roots = canonical.verificationKey().members();
    BigInteger w3 = new BigInteger(roots.get("w3").string());
    BigInteger wr = new BigInteger(roots.get("wr").string());
    BigInteger w = new BigInteger(roots.get("w").string());

    assertThat(wr.pow(3).mod(r)).isEqualTo(w);
    assertThat(w.modPow(BigInteger.valueOf(8), r)).isEqualTo(r.subtract(BigInteger.ONE));
    for (Map.Entry<String, BigInteger> alike :
        Map.of(
                "w3",
                w3.pow(2).mod(r),
                "wr",
                wr.multiply(w3).mod(r),
                "w4",
                r.subtract(new BigInteger(roots.get("w4").string())),
                "w8",
                r.subtract(new BigInteger(roots.get("w8").string())),
                "w",
                w.add(r))
            .entrySet()) {
      assertThat(documents.withKey(alike.getKey(), quoted("" + alike.getValue())).canonical())
          .isEqualTo(canonical);
      assertNamed("verificationKey." + alike.getKey(), documents.withKey(alike.getKey(), "1"));
      assertNamed("verificationKey." + alike.getKey(), documents.withKey(alike.getKey(), "[]"));
    }
    assertNamed("verificationKey.w", documents.withKey("w", quoted("" + w.modInverse(r))));
    if (curve == Curve.BN128) {
      // From a key generated by snarkjs 0.7.6.
      assertThat(w3)
          .hasToString(
              "21888242871839275217838484774961031246154997185409878258781734729429964517155");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anFflonkProofMayLackTheInverse(Curve curve) {
    Documents documents = SnarkSamples.of(ProofProtocol.FFLONK, curve);
    String evaluations = documents.proof().get("evaluations");
    String without = evaluations.replaceAll(",?\"inv\":\"5\"", "").replace("{,", "{");

    assertThat(without).isNotEqualTo(evaluations);
    assertThat(documents.withProof("evaluations", without).canonical().proofData().text())
        .doesNotContain("inv");
    assertRefused(
        "proofData.evaluations",
        "without ql",
        documents.withProof("evaluations", evaluations.replace("\"ql\"", "\"qx\"")));
    assertNamed(
        "proofData.polynomials.C1",
        documents.withProof(
            "polynomials",
            documents.proof().get("polynomials").replace("\"C1\":[", "\"C1\":[[],")));
  }
}
