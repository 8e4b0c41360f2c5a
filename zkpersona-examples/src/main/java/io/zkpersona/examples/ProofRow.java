package io.zkpersona.examples;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.user.WalletAddress;
import org.jspecify.annotations.Nullable;

/**
 * One proof of a file. Its private witness, which the files hold too, is no part of it.
 *
 * @param name what it is called among the rows of its file
 * @param number its number; a variant has that of the proof it was made from
 * @param wallet whose it is; null if the row does not say
 * @param proof the proof
 * @param publicSignals what it proves
 * @param verdict what snarkjs said
 */
record ProofRow(
    String name,
    long number,
    @Nullable WalletAddress wallet,
    Json proof,
    Json publicSignals,
    Verdict verdict) {

  /** What snarkjs said of a proof. */
  enum Verdict {
    /** It holds. */
    OK,
    /** It does not. */
    FAIL,
    /** It could not be checked. */
    ERROR
  }
}
