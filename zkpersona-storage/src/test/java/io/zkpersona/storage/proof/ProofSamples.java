package io.zkpersona.storage.proof;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofDocuments;
import io.zkpersona.domain.proof.document.ProofProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Proofs in the format of their protocols: real ones for Groth16 and PLONK, synthetic ones for
 * FFLONK.
 */
public final class ProofSamples {

  /** A real proof with its public signals. */
  record Sample(Json proof, Json signals) {}

  /** 120 proofs of one circuit: nullifier, commitment, threshold, category, epoch. */
  static final List<Sample> GROTH16 = samples("groth16.ndjson");

  /** 15 proofs of one circuit: ok, threshold. */
  static final List<Sample> PLONK = samples("plonk.ndjson");

  private static final Map<ProofProtocol, Json> KEYS =
      Map.of(
          ProofProtocol.GROTH16,
          canonicalKey(ProofProtocol.GROTH16, "groth16_key.json"),
          ProofProtocol.PLONK,
          canonicalKey(ProofProtocol.PLONK, "plonk_key.json"),
          ProofProtocol.FFLONK,
          canonicalKey(ProofProtocol.FFLONK, "fflonk_key.json"));

  private static final Json FFLONK = document("fflonk_proof.json");

  private ProofSamples() {}

  /** Returns a proof with only its required values and a different statement for each number. */
  public static ZkProof of(ProofProtocol protocol, long number) {
    return ZkProof.builder()
        .protocol(protocol)
        .proofData(
            switch (protocol) {
              case GROTH16 -> GROTH16.get(0).proof();
              case PLONK -> PLONK.get(0).proof();
              case FFLONK -> FFLONK;
              default -> Json.emptyObject();
            })
        .verificationKey(KEYS.getOrDefault(protocol, Json.emptyObject()))
        .publicSignals(
            Json.of(
                switch (protocol) {
                  case GROTH16 -> "[\"%s\",\"0\",\"0\",\"0\",\"0\"]".formatted(number);
                  case PLONK -> "[\"1\",\"%s\"]".formatted(number);
                  default -> "[\"%s\"]".formatted(number);
                }))
        .circuitVersion("1")
        .build();
  }

  /** Returns a real proof with only its required values. */
  static ZkProof of(ProofProtocol protocol, Sample sample) {
    return of(protocol, 0).withProofData(sample.proof()).withPublicSignals(sample.signals());
  }

  private static Json canonicalKey(ProofProtocol protocol, String name) {
    return ProofDocuments.canonicalKey(protocol, document(name));
  }

  /** Returns the stored form of the key: real for Groth16 and PLONK, synthetic for FFLONK. */
  static Json key(ProofProtocol protocol) {
    return Objects.requireNonNull(KEYS.get(protocol));
  }

  /** Returns the Groth16 key with a member changed or added. */
  static Json changed(String member, Json value) {
    Map<String, Json> members = new HashMap<>(key(ProofProtocol.GROTH16).members());
    members.put(member, value);
    return Json.object(members);
  }

  /** Returns another key for as many signals, with the second point in place of the first. */
  public static Json anotherKey() {
    List<Json> points = key(ProofProtocol.GROTH16).members().get("IC").elements();
    return changed(
        "IC",
        Json.of(
            Stream.concat(Stream.of(points.get(1)), points.stream().skip(1))
                .map(Json::text)
                .collect(Collectors.joining(",", "[", "]"))));
  }

  /** Returns a document. */
  static Json document(String name) {
    return Json.of(text(name));
  }

  /** Returns the objects of a file, one per line. */
  static List<Map<String, Json>> lines(String name) {
    return text(name).lines().map(line -> Json.of(line).members()).toList();
  }

  private static List<Sample> samples(String name) {
    return lines(name).stream()
        .map(line -> new Sample(line.get("proof"), line.get("publicSignals")))
        .toList();
  }

  private static String text(String name) {
    try (InputStream file = ProofSamples.class.getResourceAsStream("/proofs/" + name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
