package io.zkpersona.examples.data;

import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.ProofType;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.domain.proof.circuit.NullifierRule;
import io.zkpersona.domain.proof.document.ProofProtocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two circuits whose proofs are stored, and the names of their files. */
public enum ProofKind {
  /**
   * Proves that a person's score is at least the threshold. The public signals are nullifier,
   * commitment, threshold, category and epoch: each person has one nullifier per category and
   * epoch.
   */
  REPUTATION_THRESHOLD(
      "reputation_threshold",
      ProofProtocol.GROTH16,
      ProofType.ZK_SNARK,
      DataSet.GROTH16_KEY,
      DataSet.GROTH16_PROOFS) {
    @Override
    NullifierRule nullifier() {
      return NullifierRule.builder()
          .scope(circuitName())
          .signal(NULLIFIER)
          .scopeSignals(List.of(CATEGORY, EPOCH))
          .build();
    }
  },

  /**
   * Proves that a score is at least the threshold. The public signals are the result and the
   * threshold.
   */
  SCORE_GE(
      "score_ge", ProofProtocol.PLONK, ProofType.PLONK, DataSet.PLONK_KEY, DataSet.PLONK_PROOFS) {
    @Override
    @Nullable NullifierRule nullifier() {
      return null;
    }
  };

  /** The index of the nullifier in the signals of {@link #REPUTATION_THRESHOLD}. */
  static final int NULLIFIER = 0;

  /**
   * The index of the threshold in the signals of {@link #REPUTATION_THRESHOLD}, in 1/100 of a
   * point.
   */
  static final int THRESHOLD = 2;

  /** The index of the category in the signals of {@link #REPUTATION_THRESHOLD}. */
  static final int CATEGORY = 3;

  /** The index of the epoch in the signals of {@link #REPUTATION_THRESHOLD}. */
  static final int EPOCH = 4;

  private static final String VERSION = "1";

  private final String circuitName;
  private final ProofProtocol protocol;
  private final ProofType type;
  private final String keyFile;
  private final String proofsFile;

  ProofKind(
      String circuitName,
      ProofProtocol protocol,
      ProofType type,
      String keyFile,
      String proofsFile) {
    this.circuitName = circuitName;
    this.protocol = protocol;
    this.type = type;
    this.keyFile = keyFile;
    this.proofsFile = proofsFile;
  }

  /** Returns the nullifier rule of the circuit; null if it has none. */
  abstract @Nullable NullifierRule nullifier();

  /** Returns the name of the circuit, which its declaration uses. */
  public String circuitName() {
    return circuitName;
  }

  /** Returns the version of the circuit, as named by each proof. */
  public String circuitVersion() {
    return VERSION;
  }

  /** Returns the type under which proofs are stored. */
  public ProofType type() {
    return type;
  }

  /** Returns the name of the file with the verification key. */
  public String keyFile() {
    return keyFile;
  }

  /** Returns the name of the file with the proofs. */
  public String proofsFile() {
    return proofsFile;
  }

  /**
   * Returns the declaration of the circuit.
   *
   * @param key the verification key
   * @throws io.zkpersona.domain.error.ValidationException if the key is invalid
   */
  public Circuit circuit(Json key) {
    return Circuit.builder()
        .name(circuitName)
        .version(VERSION)
        .protocol(protocol)
        .verificationKeys(List.of(key))
        .nullifier(nullifier())
        .build();
  }
}
