package io.zkpersona.domain.proof.snark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.RealProofs;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Points encoded as bytes. */
class PackedPointsTest {
  private static final Json INFINITY = Json.of("[\"0\",\"1\",\"0\"]");
  private static final Json TWIST_INFINITY = Json.of("[[\"0\",\"0\"],[\"1\",\"0\"],[\"0\",\"0\"]]");

  private static final String BLS_G1 =
      "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
          + "6c55e83ff97a1aeffb3af00adb22c6bb";
  private static final String BLS_G2 =
      "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049"
          + "334cf11213945d57e5ac7d055d042b7e"
          + "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d177"
          + "0bac0326a805bbefd48056c8c121bdb8";

  /** The generator of G1 has y = 2; its negative has the second largest y. */
  @ParameterizedTest
  @CsvSource({"ARK_BN254, 00, 80, true", "GNARK_BN254, 80, c0, false"})
  void pointsOfBn254(PackedPoints encoding, String smaller, String larger, boolean little) {
    String middle = "00".repeat(30);
    String packed = little ? "01" + middle + smaller : smaller + middle + "01";
    String negated = little ? "01" + middle + larger : larger + middle + "01";
    BigInteger y = SnarkCurve.BN128.baseField().modulus().subtract(BigInteger.TWO);

    assertThat(encoding.unpackG1(bytes(packed))).isEqualTo(Json.of("[\"1\",\"2\",\"1\"]"));
    assertThat(encoding.unpackG1(bytes(negated))).isEqualTo(Json.of("[\"1\",\"" + y + "\",\"1\"]"));
    assertThat(encoding.packG1(Json.of("[1, \"0x2\"]"))).isEqualTo(bytes(packed));
    assertThat(encoding.packG1(Json.of("[1," + y + "]"))).isEqualTo(bytes(negated));
  }

  /** The generators of G2 as other libraries encode them. */
  @Test
  void generatorsAreReadAsOtherLibrariesWriteThem() {
    Json generator = RealProofs.document("proofs/groth16_key.json").members().get("vk_gamma_2");

    assertThat(
            PackedPoints.ARK_BN254.unpackG2(
                bytes(
                    "edf692d95cbdde46ddda5ef7d422436779445c5e66006a42761e1f12efde0018"
                        + "c212f3aeb785e49712e7a9353349aaf1255dfb31b7bf60723a480d9293938e19")))
        .isEqualTo(
            PackedPoints.GNARK_BN254.unpackG2(
                bytes(
                    "998e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
                        + "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed")))
        .isEqualTo(generator);
    Json g1 = PackedPoints.ZCASH_BLS12381.unpackG1(bytes(BLS_G1));
    Json g2 = PackedPoints.ZCASH_BLS12381.unpackG2(bytes(BLS_G2));
    assertThat(new BigInteger(g1.elements().get(0).string()).toString(16))
        .isEqualTo(BLS_G1.replaceFirst("97", "17"));
    assertThat(PackedPoints.ZCASH_BLS12381.packG1(g1)).isEqualTo(bytes(BLS_G1));
    assertThat(PackedPoints.ZCASH_BLS12381.packG2(g2)).isEqualTo(bytes(BLS_G2));
  }

  @ParameterizedTest
  @CsvSource({"ARK_BN254, 40, 31", "GNARK_BN254, 40, 0", "ZCASH_BLS12381, c0, 0"})
  void infinityHasItsFlag(PackedPoints encoding, String flag, int place) {
    byte[] g1 = new byte[encoding.size()];
    byte[] g2 = new byte[2 * encoding.size()];
    g1[place] = bytes(flag)[0];
    g2[place == 0 ? 0 : g2.length - 1] = bytes(flag)[0];

    assertThat(encoding.unpackG1(g1)).isEqualTo(INFINITY);
    assertThat(encoding.unpackG2(g2)).isEqualTo(TWIST_INFINITY);
    assertThat(encoding.packG1(INFINITY)).isEqualTo(g1);
    assertThat(encoding.packG2(TWIST_INFINITY)).isEqualTo(g2);
    g1[encoding.size() / 2] = 1;
    assertRefused(() -> encoding.unpackG1(g1), "flags");
  }

  @Test
  void realProofsComeBack() {
    for (Map<String, Json> row : RealProofs.lines("proofs/groth16.ndjson").subList(0, 20)) {
      Map<String, Json> proof = row.get("proof").members();
      for (PackedPoints encoding :
          new PackedPoints[] {PackedPoints.ARK_BN254, PackedPoints.GNARK_BN254}) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(encoding.packG1(proof.get("pi_a")));
        packed.writeBytes(encoding.packG2(proof.get("pi_b")));
        packed.writeBytes(encoding.packG1(proof.get("pi_c")));

        assertThat(encoding.unpackGroth16Proof(packed.toByteArray())).isEqualTo(row.get("proof"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherBytesAreRefused(PackedPoints encoding) {
    int size = encoding.size();
    byte[] ones = new byte[2 * size];
    java.util.Arrays.fill(ones, (byte) 0xff);

    assertRefused(() -> encoding.unpackG1(new byte[size - 1]), (size - 1) + " bytes");
    assertRefused(() -> encoding.unpackG2(new byte[size]), size + " bytes (expected: " + 2 * size);
    assertRefused(() -> encoding.unpackG2(ones), "too large");
    assertRefused(() -> encoding.packG1(Json.of("[1,1]")), "not on the curve");
    assertThatThrownBy(() -> encoding.unpackGroth16Proof(new byte[size]))
        .hasMessage("proofData: " + size + " bytes (expected: " + 4 * size + ")");
    byte[] proof = new byte[4 * size];
    assertThatThrownBy(() -> encoding.unpackGroth16Proof(proof))
        .hasMessageStartingWith("proofData.pi_a: ");
  }

  @Test
  void pointsOutsideTheSubgroupAreRefused() {
    byte[] orderThree = new byte[48];
    orderThree[0] = (byte) 0x80;
    assertRefused(() -> PackedPoints.ZCASH_BLS12381.unpackG1(orderThree), "not in the subgroup");

    int refused = 0;
    for (byte i = 0; i < 20; i++) {
      byte[] packed = new byte[64];
      packed[0] = i;
      packed[32] = 1;
      try {
        PackedPoints.ARK_BN254.unpackG2(packed);
      } catch (ValidationException e) {
        refused += e.getMessage().contains("not in the subgroup") ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(3, 17);
  }

  private static void assertRefused(Runnable call, String rule) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ValidationException.class,
            refused -> assertThat(refused.fields()).containsExactly("point"))
        .hasMessageContaining(rule);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
