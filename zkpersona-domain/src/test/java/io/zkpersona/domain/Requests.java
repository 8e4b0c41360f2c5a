package io.zkpersona.domain;

import io.zkpersona.domain.behavior.CreateBehaviorInputRequest;
import io.zkpersona.domain.behavior.CreateBehaviorInputRequestBuilder;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.CreateZkProofRequestBuilder;
import io.zkpersona.domain.reputation.CreateReputationRecordRequest;
import io.zkpersona.domain.reputation.CreateReputationRecordRequestBuilder;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.RecordReputationRequestBuilder;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.CreateScoringResultRequestBuilder;
import java.math.BigDecimal;

/** Builders of create requests with only the values that have no default. */
final class Requests {
  private Requests() {}

  static CreateBehaviorInputRequestBuilder input() {
    return CreateBehaviorInputRequest.builder().inputData(Json.emptyArray());
  }

  static CreateScoringResultRequestBuilder score() {
    return CreateScoringResultRequest.builder()
        .behaviorInputId(BehaviorInputId.generate())
        .score(BigDecimal.ONE)
        .modelVersion("model");
  }

  static CreateZkProofRequestBuilder proof() {
    return CreateZkProofRequest.builder()
        .proofData(Json.emptyArray())
        .verificationKey(Json.emptyArray())
        .circuitVersion("circuit");
  }

  static CreateReputationRecordRequestBuilder reputation() {
    return CreateReputationRecordRequest.builder()
        .userId(UserId.generate())
        .reputationScore(BigDecimal.ONE);
  }

  static RecordReputationRequestBuilder recording() {
    return RecordReputationRequest.builder()
        .userId(UserId.generate())
        .reputationScore(BigDecimal.ONE);
  }
}
