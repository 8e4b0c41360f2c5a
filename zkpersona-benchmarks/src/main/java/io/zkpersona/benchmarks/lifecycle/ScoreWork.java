package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Scores inputs that are not processed yet. */
final class ScoreWork extends Work {

  private static final BigDecimal SCORE = new BigDecimal("12.3400");

  private List<BehaviorInput> inputs = List.of();
  private final List<ScoringResult> scored = new ArrayList<>();

  ScoreWork(LifecycleFixture fixture) {
    super(fixture);
  }

  @Override
  public void prepare(int calls) {
    inputs = fixture().fixture().dataset().unprocessed(calls);
  }

  @Override
  public Object call(Lifecycle subject) {
    LifecycleFixture.require(scored.size() < inputs.size(), "no more calls than inputs");
    BehaviorInput input = inputs.get(scored.size());
    ScoringResult result =
        subject.score(
            CreateScoringResultRequest.builder()
                .behaviorInputId(input.id())
                .score(SCORE)
                .modelVersion("model-2")
                .timestamp(input.timestamp())
                .build());
    scored.add(result);
    return result;
  }

  @Override
  public void check() throws SQLException {
    fixture().requireStored(fixture().repositories().scoringResults(), scored);
    fixture().requireAdded("scoring_results", scored.size());
    fixture()
        .requireCount(
            "scoring_results AS s JOIN behavior_inputs AS i ON i.id = s.behavior_input_id"
                + " WHERE i.processed AND s.user_id = i.user_id AND s.id >= "
                + LifecycleFixture.literal(LifecycleFixture.FIRST_ADDED),
            scored.size());
  }

  @Override
  public void restore() throws SQLException {
    fixture().fixture().restore(inputs.subList(0, scored.size()));
    super.restore();
  }
}
