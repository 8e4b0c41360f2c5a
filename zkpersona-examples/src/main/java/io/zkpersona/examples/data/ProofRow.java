package io.zkpersona.examples.data;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.WalletAddress;
import org.jspecify.annotations.Nullable;

/**
 * One proof of a file, without the private witness that the file also contains.
 *
 * @param name the name of the row in its file
 * @param number the number of the proof; for a variant, that of the original proof
 * @param wallet the owner's wallet; null if the row does not name one
 * @param proof the proof
 * @param publicSignals the public signals
 * @param verdict the verdict of snarkjs
 */
public record ProofRow(
    String name,
    long number,
    @Nullable WalletAddress wallet,
    Json proof,
    Json publicSignals,
    Verdict verdict) {

  /** The verdict of snarkjs on a proof. */
  public enum Verdict {
    /** The proof is valid. */
    OK,
    /** The proof is invalid. */
    FAIL,
    /** The proof could not be checked. */
    ERROR
  }
}
