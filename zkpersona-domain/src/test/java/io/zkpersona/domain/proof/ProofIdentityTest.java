package io.zkpersona.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.circuit.StatementHash;
import io.zkpersona.domain.proof.circuit.VerificationKeyHash;
import io.zkpersona.domain.proof.document.ProofDocuments;
import io.zkpersona.domain.proof.document.ProofProtocol;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The identity of real keys and statements, in every spelling. */
class ProofIdentityTest {
  private static final Json GROTH16_KEY = RealProofs.document("proofs/groth16_key.json");
  private static final Json PLONK_KEY = RealProofs.document("proofs/plonk_key.json");
  private static final Pattern NUMBER = Pattern.compile("\"(\\d+)\"");
  private static final BigInteger BN254_BASE =
      new BigInteger(
          "21888242871839275222246405745257275088696311157297823662689037894645226208583");

  private record Kind(ProofProtocol protocol, Json key) {}

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind(ProofProtocol.GROTH16, GROTH16_KEY), new Kind(ProofProtocol.PLONK, PLONK_KEY));
  }

  @Test
  void allProofsAreKeptAsSnarkjsWroteThem() {
    Set<String> statements = new HashSet<>();
    for (String name : List.of("groth16", "plonk")) {
      ProofProtocol protocol = ProofProtocol.fromValue(name);
      Json key = RealProofs.document("proofs/" + name + "_key.json");
      List<Map<String, Json>> rows = RealProofs.lines("proofs/" + name + ".ndjson");
      assertThat(rows).hasSize(name.equals("plonk") ? 15 : 120);
      for (Map<String, Json> row : rows) {
        ProofDocuments canonical =
            ProofDocuments.canonical(protocol, row.get("proof"), key, row.get("publicSignals"));
        assertThat(canonical.proofData()).isEqualTo(row.get("proof"));
        assertThat(canonical.publicSignals()).isEqualTo(row.get("publicSignals"));
        statements.add(statement(protocol, canonical));
      }
    }
    assertThat(statements).hasSizeGreaterThan(100);
  }

  /** Variants that snarkjs accepts are one statement; the rest are other statements or refused. */
  @Test
  void variantsAreJudgedAsSnarkjsDoes() {
    List<Map<String, Json>> bases = RealProofs.lines("proofs/groth16.ndjson");
    Set<String> seen = new HashSet<>();
    for (Map<String, Json> variant : RealProofs.lines("proofs/variants.ndjson")) {
      String name = variant.get("variant").string();
      Map<String, Json> base = bases.get(Integer.parseInt(variant.get("baseId").text()));
      seen.add(name);
      if (Set.of("public_plus_r", "not_on_curve", "missing_public", "extra_public")
          .contains(name)) {
        assertThat(variant.get("snarkjs").string()).isNotEqualTo("OK");
        assertThatThrownBy(() -> canonical(variant))
            .isInstanceOfSatisfying(
                ValidationException.class,
                refused ->
                    assertThat(refused.fields().get(0))
                        .startsWith(name.contains("public") ? "publicSignals" : "proofData.pi_"));
      } else if (variant.get("snarkjs").string().equals("OK")) {
        assertThat(canonical(variant).publicSignals()).isEqualTo(base.get("publicSignals"));
        if (!name.startsWith("malleated")) {
          assertThat(canonical(variant)).as(name).isEqualTo(canonical(base));
        }
      } else if (Set.of("negC_only", "point_at_infinity").contains(name)) {
        assertThat(canonical(variant).publicSignals()).isEqualTo(base.get("publicSignals"));
        assertThat(canonical(variant).proofData()).isNotEqualTo(base.get("proof"));
      } else {
        assertThat(canonical(variant).publicSignals()).isNotEqualTo(base.get("publicSignals"));
      }
    }
    assertThat(seen).hasSize(17);
  }

  private static ProofDocuments canonical(Map<String, Json> row) {
    return ProofDocuments.canonical(
        ProofProtocol.GROTH16, row.get("proof"), GROTH16_KEY, row.get("publicSignals"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKeyHasOneHashInEverySpelling(Kind kind) {
    String hash = hash(kind.protocol(), kind.key());
    Map<String, Json> members = kind.key().members();
    String text = kind.key().text();

    List<Json> spellings =
        List.of(
            Json.object(new TreeMap<>(members)),
            with(members, "vk_alphabeta_12", "[]"),
            with(members, "vk_alphabeta_12", text(members, "vk_alphabeta_12").replace('1', '2')),
            with(members, "w", "\"7\""),
            with(members, "note", "{\"of\":\"somebody\"}"),
            without(members, "vk_alphabeta_12", "w", "protocol"),
            with(members, "curve", "\"alt_bn128\""),
            with(members, "nPublic", '"' + members.get("nPublic").text() + '"'),
            Json.of(text.replaceAll(",\\s*\"1\"\\s*]", "]")),
            Json.of(numbers(text, digits -> digits)),
            Json.of(numbers(text, digits -> "\"000" + digits + '"')),
            Json.of(numbers(text, digits -> "\"0x" + new BigInteger(digits).toString(16) + '"')),
            Json.of(numbers(text, digits -> "\"0X00%X\"".formatted(new BigInteger(digits)))),
            Json.of("{\"curve\":\"secp256k1\"," + text.strip().substring(1)));

    for (Json spelling : spellings) {
      assertThat(hash(kind.protocol(), spelling)).isEqualTo(hash);
    }
  }

  /** The identity of stored keys, computed with other tools, must never change. */
  @Test
  void hashesStayTheSameForEver() {
    assertThat(
            List.of(hash(ProofProtocol.GROTH16, GROTH16_KEY), hash(ProofProtocol.PLONK, PLONK_KEY)))
        .containsExactly(
            "aaf6acd364f980b28c5f66767de210e110a6505265bcdc3d1fcfa49de0411533",
            "98b61e00889b689fb60928e56bafdbea33ce51ebcc0085ce60597c57739e9884");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyMemberThatVerificationReadsIsPartOfTheIdentity(Kind kind) {
    Map<String, Json> members = ProofDocuments.canonicalKey(kind.protocol(), kind.key()).members();
    Set<String> hashes = new HashSet<>();
    hashes.add(hash(kind.protocol(), kind.key()));
    int changed = 0;
    for (Map.Entry<String, Json> member : members.entrySet()) {
      if (!Set.of("protocol", "curve", "nPublic").contains(member.getKey())) {
        hashes.add(hash(kind.protocol(), with(members, member.getKey(), other(member.getValue()))));
        changed++;
      }
    }
    assertThat(hashes).hasSize(changed + 1);
    assertThatThrownBy(() -> hash(kind.protocol(), with(members, "curve", "\"bls12381\"")))
        .isInstanceOf(ValidationException.class);
  }

  /** Returns another value of the same form: another number, or a negated point. */
  private static String other(Json value) {
    String text = value.text();
    if (text.startsWith("[[\"")) {
      List<Json> point = value.elements();
      if (point.get(0).elements().size() == 2) { // of G2
        List<Json> y = point.get(1).elements();
        return "[%s,[%s,%s]]".formatted(point.get(0).text(), minus(y.get(0)), minus(y.get(1)));
      }
      return "[" + other(point.get(0)) + text.substring(point.get(0).text().length() + 1);
    }
    if (text.startsWith("[")) {
      List<Json> point = value.elements();
      return "[%s,%s]".formatted(point.get(0).text(), minus(point.get(1)));
    }
    return text.startsWith("\"") ? "\"12345\"" : "3";
  }

  private static String minus(Json number) {
    return BN254_BASE.subtract(new BigInteger(number.string())).toString();
  }

  /** Negating both alpha and beta leaves every pairing, and so the accepted proofs, unchanged. */
  @Test
  void aRescaledKeyIsAnother() {
    Map<String, Json> members = new LinkedHashMap<>(GROTH16_KEY.members());
    for (String name : List.of("vk_alpha_1", "vk_beta_2")) {
      members.put(name, Json.of(other(members.get(name))));
    }

    assertThat(hash(ProofProtocol.GROTH16, Json.object(members)))
        .isNotEqualTo(hash(ProofProtocol.GROTH16, GROTH16_KEY));
  }

  private static String hash(ProofProtocol protocol, Json key) {
    return VerificationKeyHash.of(ProofDocuments.canonicalKey(protocol, key)).value();
  }

  private static String statement(ProofProtocol protocol, ProofDocuments documents) {
    return StatementHash.of(
            VerificationKeyHash.of(documents.verificationKey()),
            protocol,
            documents.publicSignals())
        .value();
  }

  private static String text(Map<String, Json> members, String name) {
    return members.getOrDefault(name, Json.emptyArray()).text();
  }

  private static Json with(Map<String, Json> members, String name, String value) {
    Map<String, Json> changed = new LinkedHashMap<>(members);
    changed.put(name, Json.of(value));
    return Json.object(changed);
  }

  private static Json without(Map<String, Json> members, String... names) {
    Map<String, Json> changed = new LinkedHashMap<>(members);
    changed.keySet().removeAll(Set.of(names));
    return Json.object(changed);
  }

  private static String numbers(String text, UnaryOperator<String> spelling) {
    return NUMBER
        .matcher(text)
        .replaceAll(number -> Matcher.quoteReplacement(spelling.apply(number.group(1))));
  }
}
