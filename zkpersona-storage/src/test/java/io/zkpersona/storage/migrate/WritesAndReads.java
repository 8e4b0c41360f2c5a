package io.zkpersona.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BehaviorSession;
import io.zkpersona.domain.behavior.SessionToken;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.proof.ZkProof;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.user.EmailAddress;
import io.zkpersona.domain.user.User;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.proof.ProofSamples;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigDecimal;
import java.time.Instant;

/** Writes and reads one row of each entity, to show that a schema works. */
final class WritesAndReads {

  private WritesAndReads() {}

  static void on(DatabaseManager manager) {
    Repositories all = manager.repositories();
    User user =
        all.users().save(User.builder().email(new EmailAddress("round@trip.example")).build());
    BehaviorSession session =
        all.behaviorSessions()
            .save(
                BehaviorSession.builder()
                    .userId(user.id())
                    .sessionToken(SessionToken.generate())
                    .build());
    BehaviorInput input =
        all.behaviorInputs()
            .save(
                BehaviorInput.builder()
                    .userId(user.id())
                    .behaviorSessionId(session.id())
                    .inputData(Json.of("{\"a\": 1}"))
                    .timestamp(Instant.parse("2026-01-02T03:04:05.678901Z"))
                    .build());
    ScoringResult score =
        all.scoringResults()
            .save(
                ScoringResult.builder()
                    .userId(user.id())
                    .behaviorInputId(input.id())
                    .score(new BigDecimal("12.5"))
                    .modelVersion("v1")
                    .build());
    ZkProof proof =
        all.zkProofs()
            .save(
                ProofSamples.of(ProofProtocol.GROTH16, 1).toBuilder()
                    .userId(user.id())
                    .scoringResultId(score.id())
                    .build());
    ReputationRecord record =
        all.reputationRecords()
            .save(
                ReputationRecord.builder()
                    .userId(user.id())
                    .zkProofId(proof.id())
                    .scoringResultId(score.id())
                    .reputationScore(new BigDecimal("50"))
                    .build());

    assertThat(all.users().getById(user.id())).isEqualTo(user);
    assertThat(all.behaviorSessions().getById(session.id())).isEqualTo(session);
    assertThat(all.behaviorInputs().getById(input.id())).isEqualTo(input);
    assertThat(all.scoringResults().getById(score.id())).isEqualTo(score);
    assertThat(all.zkProofs().getById(proof.id())).isEqualTo(proof);
    assertThat(all.reputationRecords().getById(record.id())).isEqualTo(record);
    BehaviorInputFilter ofTheUser = BehaviorInputFilter.builder().userId(user.id()).build();
    assertThat(all.behaviorInputs().findPage(ofTheUser, PaginationParams.firstPage()).items())
        .containsExactly(input);

    all.users().deleteById(user.id());

    assertThat(all.behaviorSessions().findById(session.id())).isEmpty();
    assertThat(all.zkProofs().findById(proof.id())).isEmpty();
    assertThat(all.reputationRecords().findById(record.id())).isEmpty();
    all.behaviorInputs().deleteById(input.id());
    assertThat(all.scoringResults().findById(score.id())).isEmpty();
  }
}
