package io.zkpersona.benchmarks.scale;

import io.zkpersona.benchmarks.data.Dataset;
import io.zkpersona.benchmarks.data.Fixture;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.domain.proof.CreateZkProofRequest;
import io.zkpersona.domain.proof.IfStatementExists;
import io.zkpersona.domain.proof.document.ProofProtocol;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.storage.repository.Repositories;
import java.math.BigDecimal;
import java.util.List;

/** Makes calls of each kind, each with rows that no call had before. Not thread-safe. */
final class Calls {

  private static final int MANY = 1_000;
  private static final int PAGE = 20;
  private static final Json PROOF = Json.of("{\"pi_a\": \"" + "1".repeat(600) + "\"}");
  private static final Json KEY = Json.of("{\"a\": \"key of proofs\"}");
  private static final int SCALE = 4;
  private static final int MOST = 1_000_000;

  private final Repositories repositories;
  private final Fixture fixture;
  private final Dataset dataset;
  private long next;
  private long scored;

  Calls(Repositories repositories, Fixture fixture) {
    this.repositories = repositories;
    this.fixture = fixture;
    this.dataset = fixture.dataset();
  }

  /** Returns how many times a call does what it is measured by. */
  static int size(Operation operation) {
    return operation == Operation.SAVE_MANY ? MANY : 1;
  }

  Object call(Operation operation) {
    next++;
    return switch (operation) {
      case SAVE -> repositories.behaviorInputs().save(dataset.row(fixture.nextIndex()));
      case SAVE_MANY -> {
        List<BehaviorInput> rows = dataset.list(fixture.nextIndexes(MANY), MANY);
        repositories.behaviorInputs().saveAll(rows);
        yield rows;
      }
      case SCORE -> repositories.scoringResults().createAndMarkProcessed(score());
      case PROVE ->
          repositories
              .zkProofs()
              .create(
                  CreateZkProofRequest.builder()
                      .userId(user())
                      .proofData(PROOF)
                      .verificationKey(KEY)
                      .publicSignals(Json.of("[\"" + next + "\"]"))
                      .protocol(ProofProtocol.MARLIN)
                      .circuitVersion("1")
                      .build(),
                  IfStatementExists.THROW);
      case RECORD -> record();
      case FIND -> repositories.behaviorInputs().getById(input());
      case SLICE ->
          repositories
              .behaviorInputs()
              .findSlice(
                  BehaviorInputFilter.builder().userId(user()).build(),
                  SliceParams.builder().limit(PAGE).build());
      case STANDING -> repositories.reputationRecords().inForce(user());
    };
  }

  private ReputationRecord record() {
    return repositories
        .reputationRecords()
        .record(
            RecordReputationRequest.builder()
                .userId(user())
                .reputationScore(BigDecimal.valueOf(next * 7_919L % MOST, SCALE))
                .isPublic(true)
                .build());
  }

  /** Scores the inputs that are not processed, in the order of their ids. */
  private CreateScoringResultRequest score() {
    BehaviorInputId input = dataset.id(scored);
    scored += Dataset.UNPROCESSED_EVERY;
    if (scored >= dataset.rows()) {
      throw new IllegalStateException("no input is left to score (expected: fewer calls)");
    }
    return CreateScoringResultRequest.builder()
        .behaviorInputId(input)
        .score(new BigDecimal("12.3400"))
        .modelVersion("1")
        .build();
  }

  private UserId user() {
    return Dataset.userId(dataset.userNumber(next));
  }

  private BehaviorInputId input() {
    return dataset.id(next * 7_919L % dataset.rows());
  }
}
