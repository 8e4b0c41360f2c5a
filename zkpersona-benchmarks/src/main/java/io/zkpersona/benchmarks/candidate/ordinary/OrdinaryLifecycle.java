package io.zkpersona.benchmarks.candidate.ordinary;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.benchmarks.candidate.raw.Jdbc;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.VerificationAttempt;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.UserReputationSummary;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.sponsorship.GasCost;
import io.zkpersona.domain.sponsorship.ReserveSponsorshipRequest;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.domain.sponsorship.TransactionHash;
import io.zkpersona.domain.user.ErasureReport;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * The calls in plain JDBC, each in a transaction whose statements are sent one by one: what a
 * service's ordinary code does, with indexes and locks used well.
 */
public final class OrdinaryLifecycle implements Lifecycle {

  private final Jdbc jdbc;

  /** Creates the candidate on the caller's pool. */
  public OrdinaryLifecycle(DataSource pool) {
    this.jdbc = new Jdbc(pool);
  }

  @Override
  public ZkProof createProof(CreateZkProofRequest request) {
    return jdbc.transaction(connection -> OrdinaryProofs.create(connection, request));
  }

  @Override
  public void markVerified(ZkProofId id, VerificationAttempt attempt) {
    jdbc.transaction(connection -> OrdinaryProofs.markVerified(connection, id, attempt));
  }

  @Override
  public ReputationRecord record(RecordReputationRequest request) {
    return jdbc.transaction(connection -> OrdinaryRecords.record(connection, request));
  }

  @Override
  public ScoringResult score(CreateScoringResultRequest request) {
    return jdbc.transaction(connection -> OrdinaryInputs.score(connection, request));
  }

  @Override
  public SignedIn refresh(RefreshToken token, SessionLifetimes lifetimes) {
    return jdbc.transaction(connection -> OrdinaryRefresh.refresh(connection, token, lifetimes));
  }

  @Override
  public SponsoredTransaction reserve(ReserveSponsorshipRequest request) {
    return jdbc.transaction(connection -> OrdinarySponsorship.reserve(connection, request));
  }

  @Override
  public SponsoredTransaction submit(SponsoredTransactionId id, TransactionHash hash) {
    return jdbc.transaction(connection -> OrdinarySponsorship.submit(connection, id, hash));
  }

  @Override
  public SponsoredTransaction confirm(SponsoredTransactionId id, GasCost cost) {
    return jdbc.transaction(connection -> OrdinarySponsorship.confirm(connection, id, cost));
  }

  @Override
  public BehaviorInput update(BehaviorInputId id, UnaryOperator<BehaviorInput> change) {
    return jdbc.transaction(connection -> OrdinaryInputs.update(connection, id, change));
  }

  @Override
  public List<BehaviorInput> createAll(List<CreateBehaviorInputRequest> requests) {
    return jdbc.transaction(connection -> OrdinaryInputs.createAll(connection, requests));
  }

  @Override
  public UserReputationSummary summary(UserId userId) {
    return jdbc.transaction(connection -> OrdinaryRecords.summary(connection, userId));
  }

  @Override
  public BehaviorAnalyticsSummary analytics(UserId userId) {
    return jdbc.transaction(connection -> OrdinaryInputs.analytics(connection, userId));
  }

  @Override
  public ErasureReport erase(UserId userId) {
    return jdbc.transaction(connection -> OrdinaryErasure.erase(connection, userId));
  }
}
