package io.zkpersona.examples.step;

import io.zkpersona.domain.error.FieldViolation;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.CreatedProof;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.domain.proof.circuit.Circuit;
import io.zkpersona.examples.data.ProofKind;
import io.zkpersona.examples.data.ProofOrigin;
import io.zkpersona.examples.data.ProofRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores proofs and reports the library's reaction to each. */
final class ProofStore {

  private static final int SHORT = 60;

  private final Walk walk;
  private final ProofOrigin origin;
  private final Set<Json> failedBefore = new HashSet<>();
  private final List<Judged> judged = new ArrayList<>();

  ProofStore(Walk walk) {
    this.walk = walk;
    this.origin = new ProofOrigin(walk.data().sessionId());
    // A failed proof does not prevent storing it again, so each run would add another copy.
    for (ZkProofHeader proof : origin.proofs(walk.proofs())) {
      if (proof.verificationStatus() == VerificationStatus.FAILED) {
        failedBefore.add(proof.metadata());
      }
    }
  }

  /** The possible outcomes of storing a proof. */
  enum Kind {
    /** The proof is new. */
    STORED,
    /** The proof, or another proof of the same statement, is already stored. */
    KNOWN,
    /** The nullifier of the proof was spent. */
    SPENT,
    /** The document does not have the format of a proof. */
    REFUSED
  }

  /**
   * The outcome of storing a proof.
   *
   * @param kind the kind of outcome
   * @param words a short description
   */
  record Outcome(Kind kind, String words) {}

  /**
   * A proof that awaits a verdict, and the verdict.
   *
   * @param id the proof
   * @param verdict the verdict of snarkjs
   */
  record Judged(ZkProofId id, ProofRow.Verdict verdict) {}

  /** Stores a proof of a user, or without a user if the owner is null. */
  Outcome store(
      String file, ProofRow row, @Nullable UserId owner, ProofKind kind, Circuit circuit) {
    Json metadata = origin.metadata(file, row);
    if (failedBefore.contains(metadata)) {
      return new Outcome(Kind.KNOWN, "already stored, and failed");
    }
    CreateZkProofRequest request =
        CreateZkProofRequest.builder()
            .userId(owner)
            .proofData(row.proof())
            .verificationKey(circuit.verificationKeys().get(0))
            .publicSignals(row.publicSignals())
            .proofType(kind.type())
            .protocol(circuit.protocol())
            .circuitName(circuit.name())
            .circuitVersion(circuit.version())
            .metadata(metadata)
            .build();
    try {
      CreatedProof created = walk.signed().zkProofs().create(request, IfStatementExists.RETURN_OWN);
      note(created.proof(), metadata, row.verdict());
      return created.existed()
          ? new Outcome(Kind.KNOWN, "the same statement: the earlier proof is returned")
          : new Outcome(Kind.STORED, "stored as pending, for a verifier");
    } catch (NullifierSpentException e) {
      return new Outcome(Kind.SPENT, "refused: its nullifier is spent");
    } catch (ValidationException e) {
      return new Outcome(Kind.REFUSED, "refused: " + shortened(e.violations().get(0)));
    }
  }

  /**
   * Records the verdict of a pending proof. A proof from another row keeps the verdict of that row.
   */
  private void note(ZkProof proof, Json metadata, ProofRow.Verdict verdict) {
    if (proof.metadata().equals(metadata)
        && proof.verificationStatus() == VerificationStatus.PENDING) {
      judged.add(new Judged(proof.id(), verdict));
    }
  }

  /** Returns the violation, without a long expectation. */
  private static String shortened(FieldViolation violation) {
    String text = violation.toString();
    return text.length() <= SHORT ? text : text.replaceFirst(" \\(expected: .*", "");
  }

  /** Returns the proofs that await a verdict, in the order of arrival. */
  List<Judged> judged() {
    return List.copyOf(judged);
  }
}
