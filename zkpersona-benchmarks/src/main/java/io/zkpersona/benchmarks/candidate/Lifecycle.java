package io.zkpersona.benchmarks.candidate;

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

/**
 * Calls that change several rows together, as this library and plain JDBC make them: with the same
 * guarantees towards concurrent callers, and the same rows afterwards. A refused call throws, and
 * nothing is changed. Thread-safe.
 */
public interface Lifecycle {

  /** Creates a proof, unless the user has verified its statement or has it pending. */
  ZkProof createProof(CreateZkProofRequest request);

  /** Marks a pending proof as verified, spends its nullifier and logs the attempt. */
  void markVerified(ZkProofId id, VerificationAttempt attempt);

  /** Ends the record in force and begins a new one. */
  ReputationRecord record(RecordReputationRequest request);

  /** Creates a score of an input and marks the input as processed. */
  ScoringResult score(CreateScoringResultRequest request);

  /** Exchanges a refresh token for a new pair, which is kept sealed for a repetition. */
  SignedIn refresh(RefreshToken token, SessionLifetimes lifetimes);

  /** Reserves part of a sponsor's daily budget for a transaction. */
  SponsoredTransaction reserve(ReserveSponsorshipRequest request);

  /** Marks a pending transaction as submitted. */
  SponsoredTransaction submit(SponsoredTransactionId id, TransactionHash hash);

  /** Marks a submitted transaction as confirmed and books its cost. */
  SponsoredTransaction confirm(SponsoredTransactionId id, GasCost cost);

  /** Changes an input, whatever others changed in the meantime; returns its new state. */
  BehaviorInput update(BehaviorInputId id, UnaryOperator<BehaviorInput> change);

  /** Creates inputs, all or none; returns them with their audit times, in the given order. */
  default List<BehaviorInput> createAll(List<CreateBehaviorInputRequest> requests) {
    throw new NotOffered(this);
  }

  /** Returns the summary of a user's reputation. */
  default UserReputationSummary summary(UserId userId) {
    throw new NotOffered(this);
  }

  /** Returns the summary of a user's inputs. */
  default BehaviorAnalyticsSummary analytics(UserId userId) {
    throw new NotOffered(this);
  }

  /** Erases a person. */
  default ErasureReport erase(UserId userId) {
    throw new NotOffered(this);
  }
}
