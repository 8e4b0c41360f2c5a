package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.UserReputationSummary;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the summary of a user with a record in force in each category. */
final class SummaryWork extends Work {

  private @Nullable UserReputationSummary last;

  SummaryWork(LifecycleFixture fixture) {
    super(fixture);
  }

  private UserId user() {
    return fixture().user(1);
  }

  @Override
  public void prepare(int calls) {
    for (ScoringCategory category : ScoringCategory.values()) {
      fixture()
          .repositories()
          .reputationRecords()
          .record(
              RecordReputationRequest.builder()
                  .userId(user())
                  .reputationScore(BigDecimal.valueOf(50 + category.value().length()))
                  .scoringCategory(category)
                  .reputationBadges(Json.of("[\"early\", \"" + category.value() + "\"]"))
                  .build());
    }
  }

  @Override
  public Object call(Lifecycle subject) {
    UserReputationSummary summary = subject.summary(user());
    last = summary;
    return summary;
  }

  @Override
  public void check() {
    LifecycleFixture.require(
        fixture().repositories().reputationRecords().summary(user()).equals(last),
        "the summary that others see");
  }
}
