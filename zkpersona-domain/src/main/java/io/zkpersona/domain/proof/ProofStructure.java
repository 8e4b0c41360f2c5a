package io.zkpersona.domain.proof;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import java.util.OptionalInt;

/** What the three documents of a proof must look like when they are stored. */
final class ProofStructure {
  private ProofStructure() {}

  /**
   * Refuses documents that are no proof, no key and no signals of the protocol, and signals that
   * are not in their one spelling, of which statements are made.
   */
  static void check(ProofProtocol protocol, Json proof, Json key, Json signals) {
    ProofDocuments canonical = ProofDocuments.canonical(protocol, proof, key, signals);
    if (!canonical.publicSignals().equals(signals)) {
      throw new ValidationException(
          "publicSignals",
          "not in canonical form (expected: as ProofDocuments.canonical gives them)");
    }
  }

  /**
   * Refuses what is no key of the protocol.
   *
   * @return how many public signals it expects; empty where that is not known
   */
  static OptionalInt checkKey(ProofProtocol protocol, Json key) {
    return ProofDocuments.publicSignalCount(protocol, ProofDocuments.canonicalKey(protocol, key));
  }
}
