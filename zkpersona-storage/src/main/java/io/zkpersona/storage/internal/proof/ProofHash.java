package io.zkpersona.storage.internal.proof;

import io.zkpersona.domain.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Distinguishes candidates for a statement: SHA-256 of a proof's canonical text. */
final class ProofHash {

  private final byte[] bytes;

  private ProofHash(byte[] bytes) {
    this.bytes = bytes;
  }

  static ProofHash of(Json proofData) {
    return new ProofHash(sha256(proofData.canonicalText()));
  }

  byte[] bytes() {
    return bytes.clone();
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform", e);
    }
  }
}
