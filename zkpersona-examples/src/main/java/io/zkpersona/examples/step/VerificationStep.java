package io.zkpersona.examples.step;

import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.DuplicateStatementException;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.NullifierSpentException;
import io.zkpersona.domain.proof.RecordedAttempt;
import io.zkpersona.domain.proof.StatusChange;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.VerificationStatus;
import io.zkpersona.domain.proof.VerificationVerdict;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.ZkProofHeader;
import io.zkpersona.examples.console.Output;
import io.zkpersona.examples.console.Table;
import io.zkpersona.examples.data.ProofOrigin;
import io.zkpersona.examples.step.ProofStore.Judged;
import io.zkpersona.storage.repository.ZkProofRepository;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Step 10: records the verdicts of a verifier. */
public final class VerificationStep {

  private static final String VERIFIER = "snarkjs";
  private static final String VERSION = "0.7.6";

  private final Walk walk;
  private final Output out;
  private final ZkProofRepository proofs;

  /** Creates the step. */
  public VerificationStep(Walk walk) {
    this.walk = walk;
    this.out = walk.out();
    this.proofs = walk.signed().zkProofs();
  }

  /** Runs step 10. */
  public void verify(List<Judged> judged) {
    out.step(
        10, "Record verdicts", "the library checks the form of a proof, a verifier its validity");
    out.line(
        "The verdicts are those of %s %s in the data; nothing is verified here.",
        VERIFIER, VERSION);
    List<ZkProofId> verified = new ArrayList<>();
    List<ZkProofId> failed = new ArrayList<>();
    long late = 0;
    for (Judged one : judged) {
      switch (one.verdict()) {
        case OK -> late += accept(verified, one.id()) ? 0 : 1;
        case FAIL -> record(failed, one.id(), VerificationVerdict.REJECTED);
        case ERROR -> {
          // No verdict: it stays pending.
        }
      }
    }
    out.line(
        "Pending proofs: %,d. Accepted, now verified: %,d. Rejected, now failed: %,d.",
        judged.size(), verified.size(), failed.size());
    out.line(
        "Accepted, but another proof already has the statement or the nullifier, now expired: %,d.",
        late);
    verified.stream().findFirst().ifPresent(this::contradict);
    failed.stream().reduce((one, later) -> later).ifPresent(this::storeAgain);
    out.gap();
    countByStatus();
  }

  /** Verifies a proof, which claims its statement and spends its nullifier, or else expires it. */
  private boolean accept(List<ZkProofId> verified, ZkProofId id) {
    try {
      record(verified, id, VerificationVerdict.ACCEPTED);
      return true;
    } catch (DuplicateStatementException | NullifierSpentException e) {
      proofs.markExpired(id);
      return false;
    }
  }

  private void record(List<ZkProofId> done, ZkProofId id, VerificationVerdict verdict) {
    if (change(id, attempt(VERIFIER, VERSION, verdict, "as recorded in the data set")).won()) {
      done.add(id);
    }
  }

  private StatusChange change(ZkProofId id, VerificationAttempt attempt) {
    return attempt.verdict() == VerificationVerdict.ACCEPTED
        ? proofs.markVerified(id, attempt)
        : proofs.markFailed(id, attempt);
  }

  private static VerificationAttempt attempt(
      String verifier, String version, VerificationVerdict verdict, String reason) {
    return VerificationAttempt.builder()
        .verifierName(verifier)
        .verifierVersion(version)
        .verdict(verdict)
        .reason(reason)
        .build();
  }

  /**
   * Submits a second verdict. The first verdict counts; a later one is stored but changes nothing.
   */
  private void contradict(ZkProofId id) {
    StatusChange second =
        change(
            id,
            attempt(
                "walk-through",
                "1",
                VerificationVerdict.REJECTED,
                "no verdict: to show that a second one changes nothing"));
    List<RecordedAttempt> attempts = proofs.attempts(id);
    out.line(
        "A second verdict on the first one, from %s to %s, won: %s. Attempts kept: %,d; decisive: %,d.",
        second.from().value(),
        second.to().value(),
        second.won() ? "yes" : "no",
        attempts.size(),
        attempts.stream().filter(RecordedAttempt::decisive).count());
  }

  /** Runs in a transaction that is rolled back, so nothing is kept. */
  private void storeAgain(ZkProofId id) {
    if (!walk.config().transactionsEnabled()) {
      return;
    }
    ZkProof failed = proofs.getById(id);
    CreateZkProofRequest again =
        CreateZkProofRequest.builder()
            .userId(failed.userId())
            .proofData(failed.proofData())
            .verificationKey(failed.verificationKey())
            .publicSignals(failed.publicSignals())
            .proofType(failed.proofType())
            .protocol(failed.protocol())
            .circuitName(failed.circuitName())
            .circuitVersion(failed.circuitVersion())
            .build();
    try {
      walk.database()
          .inTransaction(
              tx -> {
                throw new Undo(tx.zkProofs().create(again, IfStatementExists.RETURN_OWN).existed());
              });
    } catch (Undo undone) {
      out.line(
          "The last failed proof reserved nothing, so it could be stored again: %s.",
          undone.existed ? "no" : "yes");
    } catch (NullifierSpentException e) {
      out.line("The last failed proof can't be stored again: another proof spent its nullifier.");
    }
  }

  private void countByStatus() {
    Map<VerificationStatus, Long> counts = new EnumMap<>(VerificationStatus.class);
    for (ZkProofHeader proof : new ProofOrigin(walk.data().sessionId()).proofs(proofs)) {
      counts.merge(proof.verificationStatus(), 1L, Long::sum);
    }
    Table table = new Table("Status", ">Proofs");
    for (VerificationStatus status : VerificationStatus.values()) {
      table.row(status.value(), Output.number(counts.getOrDefault(status, 0L)));
    }
    out.table(table);
  }

  /** Rolls back the transaction and carries its result out. */
  private static final class Undo extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean existed;

    Undo(boolean existed) {
      super("rolled back on purpose");
      this.existed = existed;
    }
  }
}
