package io.zkpersona.domain.proof;

import io.zkpersona.domain.json.Json;
import java.util.OptionalInt;

/** Stand-in until the tolerant reader is merged. */
public record ProofDocuments(Json proofData, Json verificationKey, Json publicSignals) {

  public static ProofDocuments canonical(
      ProofProtocol protocol, Json proofData, Json verificationKey, Json publicSignals) {
    ProofStructure.check(protocol, proofData, verificationKey, publicSignals);
    return new ProofDocuments(proofData, canonicalKey(protocol, verificationKey), publicSignals);
  }

  public static Json canonicalKey(ProofProtocol protocol, Json key) {
    ProofStructure.checkKey(protocol, key);
    return key;
  }

  public static OptionalInt publicSignalCount(ProofProtocol protocol, Json canonicalKey) {
    return ProofStructure.checkKey(protocol, canonicalKey);
  }
}
