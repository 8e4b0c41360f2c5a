package io.zkpersona.benchmarks.candidate.ours;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.auth.RefreshToken;
import io.zkpersona.domain.auth.SessionLifetimes;
import io.zkpersona.domain.auth.SignedIn;
import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.id.ZkProofId;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.IfStatementExists;
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
import io.zkpersona.storage.repository.Repositories;
import java.util.List;
import java.util.function.UnaryOperator;

/** The calls of this library. */
public final class ZkPersonaLifecycle implements Lifecycle {

  private final Repositories repositories;

  /** Creates the candidate. */
  public ZkPersonaLifecycle(Repositories repositories) {
    this.repositories = repositories;
  }

  @Override
  public ZkProof createProof(CreateZkProofRequest request) {
    return repositories.zkProofs().create(request, IfStatementExists.THROW).proof();
  }

  @Override
  public void markVerified(ZkProofId id, VerificationAttempt attempt) {
    repositories.zkProofs().markVerified(id, attempt).orElseThrow();
  }

  @Override
  public ReputationRecord record(RecordReputationRequest request) {
    return repositories.reputationRecords().record(request);
  }

  @Override
  public ScoringResult score(CreateScoringResultRequest request) {
    return repositories.scoringResults().createAndMarkProcessed(request);
  }

  @Override
  public SignedIn refresh(RefreshToken token, SessionLifetimes lifetimes) {
    return repositories.signIn().refresh(token, lifetimes).orElseThrow();
  }

  @Override
  public SponsoredTransaction reserve(ReserveSponsorshipRequest request) {
    return repositories.sponsoredTransactions().reserve(request);
  }

  @Override
  public SponsoredTransaction submit(SponsoredTransactionId id, TransactionHash hash) {
    return repositories.sponsoredTransactions().submit(id, hash);
  }

  @Override
  public SponsoredTransaction confirm(SponsoredTransactionId id, GasCost cost) {
    return repositories.sponsoredTransactions().confirm(id, cost);
  }

  @Override
  public BehaviorInput update(BehaviorInputId id, UnaryOperator<BehaviorInput> change) {
    return repositories.behaviorInputs().update(id, change);
  }

  @Override
  public List<BehaviorInput> createAll(List<CreateBehaviorInputRequest> requests) {
    return repositories.behaviorInputs().createAll(requests);
  }

  @Override
  public UserReputationSummary summary(UserId userId) {
    return repositories.reputationRecords().summary(userId);
  }

  @Override
  public BehaviorAnalyticsSummary analytics(UserId userId) {
    return repositories
        .behaviorInputs()
        .analyticsSummary(BehaviorInputFilter.builder().userId(userId).build());
  }

  @Override
  public ErasureReport erase(UserId userId) {
    return repositories.users().erase(userId);
  }
}
