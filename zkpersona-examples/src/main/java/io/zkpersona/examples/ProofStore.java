package io.zkpersona.examples;

import io.zkpersona.domain.error.FieldViolation;
import io.zkpersona.domain.error.NullifierSpentException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.Circuit;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.CreatedProof;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofHeader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores proofs and tells what the library made of each. */
final class ProofStore {

  private static final int SHORT = 60;

  private final Walk walk;
  private final ProofOrigin origin;
  private final Set<Json> failedBefore = new HashSet<>();
  private final List<Judged> judged = new ArrayList<>();

  ProofStore(Walk walk) {
    this.walk = walk;
    this.origin = new ProofOrigin(walk.data().sessionId());
    // A proof that failed stands in nobody's way. Storing it in each run anew would pile them up.
    for (ZkProofHeader proof : origin.proofs(walk.proofs())) {
      if (proof.verificationStatus() == VerificationStatus.FAILED) {
        failedBefore.add(proof.metadata());
      }
    }
  }

  /** What can become of a proof that is to be stored. */
  enum Kind {
    /** It is new. */
    STORED,
    /** It, or another proof of the same, is there already. */
    KNOWN,
    /** Its nullifier was spent. */
    SPENT,
    /** It has not the form of a proof. */
    REFUSED
  }

  /**
   * What became of a proof.
   *
   * @param kind in a word
   * @param words in a few
   */
  record Outcome(Kind kind, String words) {}

  /**
   * A proof that waits for a verdict, and the verdict.
   *
   * @param id which proof
   * @param verdict what snarkjs said
   */
  record Judged(ZkProofId id, ProofRow.Verdict verdict) {}

  /** Stores a proof of a user, or of nobody if there is none. */
  Outcome store(
      String file, ProofRow row, @Nullable UserId owner, ProofKind kind, Circuit circuit) {
    Json metadata = origin.metadata(file, row);
    if (failedBefore.contains(metadata)) {
      return new Outcome(Kind.KNOWN, "there already, and failed");
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
          ? new Outcome(Kind.KNOWN, "the same statement: the earlier proof is given back")
          : new Outcome(Kind.STORED, "stored as pending, for a verifier");
    } catch (NullifierSpentException e) {
      return new Outcome(Kind.SPENT, "refused: its nullifier is spent");
    } catch (ValidationException e) {
      return new Outcome(Kind.REFUSED, "refused: " + shortened(e.violations().get(0)));
    }
  }

  /** Another row's proof keeps the verdict of its own row. */
  private void note(ZkProof proof, Json metadata, ProofRow.Verdict verdict) {
    if (proof.metadata().equals(metadata)
        && proof.verificationStatus() == VerificationStatus.PENDING) {
      judged.add(new Judged(proof.id(), verdict));
    }
  }

  /** Without the expectation where that is long. */
  private static String shortened(FieldViolation violation) {
    String text = violation.toString();
    return text.length() <= SHORT ? text : text.replaceFirst(" \\(expected: .*", "");
  }

  /** The proofs that wait for a verdict, in the order in which they came. */
  List<Judged> judged() {
    return List.copyOf(judged);
  }
}
