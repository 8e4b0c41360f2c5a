package io.zkpersona.benchmarks.lifecycle;

import io.zkpersona.benchmarks.candidate.Lifecycle;
import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.id.UserId;
import org.jspecify.annotations.Nullable;

/** Counts a user's inputs. */
final class AnalyticsWork extends Work {

  private @Nullable BehaviorAnalyticsSummary last;

  AnalyticsWork(LifecycleFixture fixture) {
    super(fixture);
  }

  private UserId user() {
    return fixture().user(2);
  }

  @Override
  public Object call(Lifecycle subject) {
    BehaviorAnalyticsSummary summary = subject.analytics(user());
    last = summary;
    return summary;
  }

  @Override
  public void check() {
    LifecycleFixture.require(
        fixture()
            .repositories()
            .behaviorInputs()
            .analyticsSummary(BehaviorInputFilter.builder().userId(user()).build())
            .equals(last),
        "the figures that others see");
  }
}
