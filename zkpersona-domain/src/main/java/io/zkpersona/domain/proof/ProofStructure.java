package io.zkpersona.domain.proof;

import static io.zkpersona.domain.proof.SnarkChecks.COUNT;
import static io.zkpersona.domain.proof.SnarkChecks.G1;
import static io.zkpersona.domain.proof.SnarkChecks.G2;
import static io.zkpersona.domain.proof.SnarkChecks.POINT_EACH;
import static io.zkpersona.domain.proof.SnarkChecks.SCALAR;
import static io.zkpersona.domain.proof.SnarkChecks.TARGET;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.SnarkChecks.Check;
import io.zkpersona.domain.proof.SnarkChecks.KeyFacts;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the three documents of a proof must look like: for Groth16, PLONK and FFLONK what snarkjs
 * 0.7 writes, member by member; for the other protocols objects or arrays.
 */
final class ProofStructure {
  private static final String PROTOCOL = "protocol";
  private static final String CURVE = "curve";
  private static final String SIGNALS = "nPublic";

  /** The members of proof and key, but for those that all have. */
  private record Shape(Map<String, Check> proof, Map<String, Check> key) {}

  private static final Shape GROTH16 =
      new Shape(
          Map.of("pi_a", G1, "pi_b", G2, "pi_c", G1),
          all(
              each(G1, "vk_alpha_1"),
              each(G2, "vk_beta_2", "vk_gamma_2", "vk_delta_2"),
              each(TARGET, "vk_alphabeta_12"),
              each(POINT_EACH, "IC")));

  private static final Shape PLONK =
      new Shape(
          all(
              each(G1, "A", "B", "C", "Z", "T1", "T2", "T3", "Wxi", "Wxiw"),
              each(SCALAR, "eval_a", "eval_b", "eval_c", "eval_s1", "eval_s2", "eval_zw")),
          all(
              each(COUNT, "power"),
              each(SCALAR, "k1", "k2", "w"),
              each(G1, "Qm", "Ql", "Qr", "Qo", "Qc", "S1", "S2", "S3"),
              each(G2, "X_2")));

  private static final Shape FFLONK =
      new Shape(
          Map.of(
              "polynomials",
              SnarkChecks.object(each(G1, "C1", "C2", "W1", "W2")),
              "evaluations",
              SnarkChecks.object(
                  each(SCALAR, "ql qr qm qo qc s1 s2 s3 a b c z zw t1w t2w inv".split(" ")))),
          all(
              each(COUNT, "power"),
              each(SCALAR, "k1", "k2", "w", "w3", "w4", "w8", "wr"),
              each(G2, "X_2"),
              each(G1, "C0")));

  private ProofStructure() {}

  /** Refuses documents that are no proof, no key and no signals of the protocol. */
  static void check(ProofProtocol protocol, Json proof, Json key, Json signals) {
    Shape shape = shape(protocol);
    if (shape == null) {
      container("proofData", proof);
      container("verificationKey", key);
      return;
    }
    KeyFacts checked = key(protocol, shape, key);
    Map<String, Json> members = members("proofData", proof, shape.proof(), PROTOCOL, CURVE);
    names("proofData", members, PROTOCOL, protocol.value());
    names("proofData", members, CURVE, checked.curve().value());
    SnarkChecks.each("proofData", shape.proof(), members, checked);
    SnarkChecks.SIGNALS.accept("publicSignals", signals, checked);
  }

  /**
   * Refuses what is no key of the protocol.
   *
   * @return how many public signals it expects; empty where that is not known
   */
  static OptionalInt checkKey(ProofProtocol protocol, Json key) {
    Shape shape = shape(protocol);
    if (shape == null) {
      container("verificationKey", key);
      return OptionalInt.empty();
    }
    return OptionalInt.of(key(protocol, shape, key).publicSignals());
  }

  private static @Nullable Shape shape(ProofProtocol protocol) {
    return switch (protocol) {
      case GROTH16 -> GROTH16;
      case PLONK -> PLONK;
      case FFLONK -> FFLONK;
      case MARLIN, SONIC, BULLETPROOFS -> null;
    };
  }

  private static void container(String path, Json value) {
    if (!value.isObject() && !value.isArray()) {
      throw new ValidationException(path, "no object or array (expected: one of them)");
    }
  }

  private static KeyFacts key(ProofProtocol protocol, Shape shape, Json value) {
    String path = "verificationKey";
    Map<String, Json> members = members(path, value, shape.key(), PROTOCOL, CURVE, SIGNALS);
    names(path, members, PROTOCOL, protocol.value());
    SnarkCurve curve =
        SnarkCurve.find(SnarkChecks.name(path + ".curve", SnarkChecks.member(members, CURVE)));
    if (curve == null) {
      throw new ValidationException(
          path + ".curve",
          "unknown (expected: one of "
              + Arrays.stream(SnarkCurve.values())
                  .map(SnarkCurve::value)
                  .collect(Collectors.joining(", "))
              + ")");
    }
    KeyFacts key =
        new KeyFacts(
            curve, SnarkChecks.count(path + ".nPublic", SnarkChecks.member(members, SIGNALS)));
    SnarkChecks.each(path, shape.key(), members, key);
    return key;
  }

  private static Map<String, Json> members(
      String path, Json value, Map<String, Check> own, String... common) {
    Set<String> names = new HashSet<>(own.keySet());
    names.addAll(Arrays.asList(common));
    return SnarkChecks.members(path, value, names);
  }

  private static void names(
      String path, Map<String, Json> members, String member, String expected) {
    String memberPath = path + "." + member;
    if (!SnarkChecks.name(memberPath, SnarkChecks.member(members, member)).equals(expected)) {
      throw new ValidationException(memberPath, "another one (expected: " + expected + ")");
    }
  }

  private static Map<String, Check> each(Check check, String... names) {
    return Arrays.stream(names).collect(Collectors.toMap(Function.identity(), name -> check));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private static Map<String, Check> all(Map<String, Check>... parts) {
    return Stream.of(parts)
        .flatMap(part -> part.entrySet().stream())
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
