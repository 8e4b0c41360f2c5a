package io.zkpersona.domain.proof;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.document.ProofDocuments;
import io.zkpersona.domain.proof.document.ProofProtocol;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Well-formed documents for every protocol and curve, built from the curves' generators. */
final class SnarkSamples {
  private SnarkSamples() {}

  /**
   * A curve's generators and moduli, copied from its specification, not from the code under test.
   */
  enum Curve {
    BN128(
        "21888242871839275222246405745257275088696311157297823662689037894645226208583",
        "21888242871839275222246405745257275088548364400416034343698204186575808495617",
        point("1", "2"),
        twist(
            "10857046999023057135944570762232829481370756359578518086990519993285655852781",
            "11559732032986387107991004021392285783925812861821192530917403151452391805634",
            "8495653923123431417604973247489272438418190587263600148770280649306958101930",
            "4082367875863433681332203403145435568316851327593401208105741076214120093531")),
    BLS12381(
        hex(
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f624"
                + "1eabfffeb153ffffb9feffffffffaaab"),
        hex("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001"),
        point(
            hex(
                "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
                    + "6c55e83ff97a1aeffb3af00adb22c6bb"),
            hex(
                "08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3ed"
                    + "d03cc744a2888ae40caa232946c5e7e1")),
        twist(
            hex(
                "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d177"
                    + "0bac0326a805bbefd48056c8c121bdb8"),
            hex(
                "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049"
                    + "334cf11213945d57e5ac7d055d042b7e"),
            hex(
                "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c"
                    + "923ac9cc3baca289e193548608b82801"),
            hex(
                "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab"
                    + "3f370d275cec1da1aaa9075ff05f79be")));

    final String baseModulus;
    final String scalarModulus;
    final String g1;
    final String g2;

    Curve(String baseModulus, String scalarModulus, String g1, String g2) {
      this.baseModulus = baseModulus;
      this.scalarModulus = scalarModulus;
      this.g1 = g1;
      this.g2 = g2;
    }

    String value() {
      return this == BN128 ? "bn128" : "bls12381";
    }
  }

  /** Three documents whose members can be changed one by one. */
  record Documents(
      ProofProtocol protocol, Map<String, String> proof, Map<String, String> key, String signals) {

    Documents withProof(String member, String value) {
      return new Documents(protocol, changed(proof, member, value), key, signals);
    }

    Documents withKey(String member, String value) {
      return new Documents(protocol, proof, changed(key, member, value), signals);
    }

    Documents withSignals(String other) {
      return new Documents(protocol, proof, key, other);
    }

    Documents withProtocol(ProofProtocol other) {
      return new Documents(other, proof, key, signals);
    }

    /** Returns their canonical form. */
    ProofDocuments canonical() {
      return ProofDocuments.canonical(protocol, object(proof), object(key), Json.of(signals));
    }

    private static Map<String, String> changed(
        Map<String, String> members, String member, String value) {
      Map<String, String> copy = new LinkedHashMap<>(members);
      if (value.isEmpty()) {
        copy.remove(member);
      } else {
        copy.put(member, value);
      }
      return copy;
    }
  }

  static Documents of(ProofProtocol protocol, Curve curve) {
    Map<String, String> proof =
        switch (protocol) {
          case GROTH16 -> Map.of("pi_a", curve.g1, "pi_b", curve.g2, "pi_c", curve.g1);
          case PLONK ->
              both(
                  each(curve.g1, "A B C Z T1 T2 T3 Wxi Wxiw"),
                  each("\"5\"", "eval_a eval_b eval_c eval_s1 eval_s2 eval_zw"));
          default ->
              Map.of(
                  "polynomials",
                  object(each(curve.g1, "C1 C2 W1 W2")).text(),
                  "evaluations",
                  object(each("\"5\"", "ql qr qm qo qc s1 s2 s3 a b c z zw t1w t2w inv")).text());
        };
    Map<String, String> key =
        switch (protocol) {
          case GROTH16 ->
              both(
                  each(curve.g2, "vk_beta_2 vk_gamma_2 vk_delta_2"),
                  Map.of(
                      "vk_alpha_1",
                      curve.g1,
                      "vk_alphabeta_12",
                      list(2, list(3, "[\"1\",\"0\"]")),
                      "IC",
                      list(3, curve.g1)));
          case PLONK ->
              both(
                  both(each(curve.g1, "Qm Ql Qr Qo Qc S1 S2 S3"), each("\"7\"", "k1 k2 w")),
                  Map.of("power", "4", "X_2", curve.g2));
          default ->
              both(each("\"7\"", "k1 k2"), Map.of("power", "4", "X_2", curve.g2, "C0", curve.g1));
        };
    Map<String, String> common =
        Map.of("protocol", quoted(protocol.value()), "curve", quoted(curve.value()));
    return new Documents(
        protocol,
        both(proof, common),
        both(both(key, common), Map.of("nPublic", "2")),
        "[\"0\",\"9\"]");
  }

  static Json object(Map<String, String> members) {
    return Json.object(
        members.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, member -> Json.of(member.getValue()))));
  }

  static String quoted(String text) {
    return '"' + text + '"';
  }

  static String point(String x, String y) {
    return "[\"%s\",\"%s\",\"1\"]".formatted(x, y);
  }

  static String twist(String x0, String x1, String y0, String y1) {
    return "[[\"%s\",\"%s\"],[\"%s\",\"%s\"],[\"1\",\"0\"]]".formatted(x0, x1, y0, y1);
  }

  static String list(int size, String item) {
    return "[" + (item + ",").repeat(size - 1) + item + "]";
  }

  private static String hex(String digits) {
    return new BigInteger(digits, 16).toString();
  }

  private static Map<String, String> each(String value, String names) {
    return Arrays.stream(names.split(" "))
        .collect(Collectors.toMap(Function.identity(), name -> value));
  }

  private static Map<String, String> both(Map<String, String> one, Map<String, String> other) {
    Map<String, String> both = new LinkedHashMap<>(one);
    both.putAll(other);
    return both;
  }
}
