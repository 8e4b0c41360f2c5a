package io.zkpersona.domain.proof.snark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.RealProofs;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Calldata as printed by snarkjs 0.7.6, and malformed variants. */
class SolidityCalldataTest {
  private static final String GROTH16 = RealProofs.text("calldata/groth16.txt").strip();
  private static final String PLONK = RealProofs.text("calldata/plonk.txt").strip();
  private static final Pattern NUMBER = Pattern.compile("\"0x([0-9a-f]+)\"");

  @Test
  void groth16IsReadAndWrittenAsSnarkjsDoes() {
    Map<String, Json> row = RealProofs.lines("proofs/groth16.ndjson").get(0);
    SolidityCalldata proof = new SolidityCalldata(row.get("proof"), row.get("publicSignals"));

    assertThat(proof.groth16()).isEqualTo(GROTH16);
    assertThat(SolidityCalldata.readGroth16(GROTH16)).isEqualTo(proof);
  }

  @Test
  void plonkIsReadAndWrittenAsSnarkjsDoes() {
    Map<String, Json> row = RealProofs.lines("proofs/plonk.ndjson").get(0);
    SolidityCalldata proof = new SolidityCalldata(row.get("proof"), row.get("publicSignals"));

    assertThat(proof.plonk()).isEqualTo(PLONK);
    assertThat(SolidityCalldata.readPlonk(PLONK)).isEqualTo(proof);
    assertThat(SolidityCalldata.readPlonk(PLONK.replace("][", "],\n["))).isEqualTo(proof);
  }

  @Test
  void everyProofComesBack() {
    for (Map<String, Json> row : RealProofs.lines("proofs/groth16.ndjson").subList(0, 30)) {
      SolidityCalldata proof = new SolidityCalldata(row.get("proof"), row.get("publicSignals"));
      assertThat(SolidityCalldata.readGroth16(proof.groth16())).isEqualTo(proof);
    }
  }

  @Test
  void numbersMayBeSpelledOtherwise() {
    SolidityCalldata proof = SolidityCalldata.readGroth16(GROTH16);
    String decimal =
        NUMBER
            .matcher(GROTH16)
            .replaceAll(number -> new BigInteger(number.group(1), 16).toString());

    for (String spelling :
        List.of(
            decimal,
            "[" + GROTH16 + "]",
            GROTH16.replace("\"", ""),
            GROTH16.replace("\"", "'").replace(",", " ,\n\t"),
            GROTH16.toUpperCase(java.util.Locale.ROOT))) {
      assertThat(SolidityCalldata.readGroth16(spelling)).isEqualTo(proof);
    }
  }

  @Test
  void infinityIsZerosForAContract() {
    SolidityCalldata proof =
        new SolidityCalldata(
            Json.of(
                "{\"pi_a\":[\"0\",\"1\",\"0\"],\"pi_b\":[[\"0\",\"0\"],[\"1\",\"0\"],[\"0\",\"0\"]],"
                    + "\"pi_c\":[\"1\",\"2\",\"1\"],\"protocol\":\"groth16\",\"curve\":\"bn128\"}"),
            Json.emptyArray());
    String zero = "\"0x" + "0".repeat(64) + '"';

    assertThat(proof.groth16())
        .startsWith("[" + zero + ", " + zero + "],[[" + zero + ", " + zero + "],[" + zero)
        .endsWith("],[]");
    assertThat(SolidityCalldata.readGroth16(proof.groth16())).isEqualTo(proof);
  }

  @Test
  void otherTextIsRefused() {
    for (String bad :
        List.of(
            "",
            "hush",
            "[]",
            "[[[[",
            "1,2,3,4",
            "[1],[2],[3]",
            "[1],[2],[3],[4],[5]",
            "[1,2]],[[3]",
            "{}",
            PLONK)) {
      assertThatThrownBy(() -> SolidityCalldata.readGroth16(bad))
          .isInstanceOf(ValidationException.class)
          .hasMessageStartingWith("calldata")
          .hasMessageNotContaining("hush");
    }
    assertThatThrownBy(() -> SolidityCalldata.readPlonk(GROTH16))
        .hasMessageStartingWith("calldata: not calldata of this form (expected: 2 lists");
    assertThatThrownBy(() -> SolidityCalldata.readPlonk("[1,2],[3]"))
        .hasMessage("calldata[0]: 2 items (expected: 24)");
    String[] parts = {"[1,2]", "[[1,2],[3,4]]", "[1,2]", "[5]"};
    assertThatThrownBy(() -> SolidityCalldata.readGroth16(String.join(",", parts)))
        .hasMessageStartingWith("calldata[1]: not on the curve");
    assertThatThrownBy(
            () -> SolidityCalldata.readGroth16(GROTH16.replaceFirst("\\[\"0x[0-9a-f]+", "[\"0xz")))
        .hasMessageStartingWith("calldata: not calldata of this form");
    assertThatThrownBy(
            () -> SolidityCalldata.readGroth16(GROTH16.replaceFirst("\\[\"[^\"]+\"", "[\"1x\"")))
        .hasMessageStartingWith("calldata[0][0]: not a whole number");
    String modulus = SnarkCurve.BN128.scalarField().modulus().toString();
    assertThatThrownBy(
            () ->
                SolidityCalldata.readGroth16(
                    GROTH16.substring(0, GROTH16.lastIndexOf('[')) + "[" + modulus + "]"))
        .hasMessageStartingWith("calldata[3][0]: too large");
  }

  @Test
  void aProofOfAnotherCurveHasNoCalldata() {
    SolidityCalldata proof =
        new SolidityCalldata(RealProofs.document("proofs/bls12381_proof.json"), Json.of("[\"1\"]"));
    assertThatThrownBy(proof::groth16)
        .hasMessage("proofData.curve: not the key's curve (expected: bn128)");
  }
}
