package io.zkpersona.benchmarks.candidate.raw;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.TransactionHash;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * The calls in plain JDBC, in the fewest round trips that their guarantees allow: one, or two if
 * the caller computes between reading and writing.
 */
final class RawLifecycle implements Lifecycle {

  private final Jdbc jdbc;

  RawLifecycle(DataSource pool) {
    this.jdbc = new Jdbc(pool);
  }

  @Override
  public ZkProof createProof(CreateZkProofRequest request) {
    return jdbc.run(connection -> RawProofs.create(connection, request));
  }

  @Override
  public void markVerified(ZkProofId id, VerificationAttempt attempt) {
    jdbc.run(connection -> RawProofs.markVerified(connection, id, attempt));
  }

  @Override
  public ReputationRecord record(RecordReputationRequest request) {
    return jdbc.run(connection -> RawRecords.record(connection, request));
  }

  @Override
  public ScoringResult score(CreateScoringResultRequest request) {
    return jdbc.run(connection -> RawScores.score(connection, request));
  }

  @Override
  public SignedIn refresh(RefreshToken token, SessionLifetimes lifetimes) {
    return jdbc.run(connection -> RawRefresh.refresh(connection, token, lifetimes));
  }

  @Override
  public SponsoredTransaction reserve(ReserveSponsorshipRequest request) {
    return jdbc.run(connection -> RawSponsorship.reserve(connection, request));
  }

  @Override
  public SponsoredTransaction submit(SponsoredTransactionId id, TransactionHash hash) {
    return jdbc.run(connection -> RawSponsorship.submit(connection, id, hash));
  }

  @Override
  public SponsoredTransaction confirm(SponsoredTransactionId id, GasCost cost) {
    return jdbc.run(connection -> RawSponsorship.confirm(connection, id, cost));
  }

  /** Repeats until nobody else has changed the input between reading and writing. */
  @Override
  public BehaviorInput update(BehaviorInputId id, UnaryOperator<BehaviorInput> change) {
    return jdbc.ending(
        connection ->
            RawJdbc.updateAndCommit(connection, change.apply(RawJdbc.lock(connection, id))));
  }
}
