package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.internal.query.FilterConditions;
import java.time.Instant;
import org.jooq.Field;
import org.junit.jupiter.api.Test;

class BehaviorInputConditionsTest {

  private static final Field<?> BY_TIMESTAMP = BEHAVIOR_INPUTS.TIMESTAMP;
  private static final Field<?> BY_CTIME = BEHAVIOR_INPUTS.CTIME;

  private final BehaviorInputFilter none = BehaviorInputFilter.none();
  private final BehaviorInputFilter since = none.withStartDate(Instant.EPOCH);
  private final BehaviorInputFilter between = since.withEndDate(Instant.EPOCH);
  private final BehaviorInputFilter user = none.withUserId(UserId.generate());

  @Test
  void onePlanIsBestWhereAnIndexBeginsWithWhatTheFilterFixesAndGoesOnInTheOrder() {
    assertThat(hasOneBestPlan(none, BY_TIMESTAMP)).isTrue();
    assertThat(hasOneBestPlan(none, BY_CTIME)).isTrue();
    assertThat(hasOneBestPlan(since, BY_TIMESTAMP)).isTrue();
    assertThat(hasOneBestPlan(none.withEndDate(Instant.EPOCH), BY_TIMESTAMP)).isTrue();
    assertThat(hasOneBestPlan(user, BY_TIMESTAMP)).isTrue();
    assertThat(hasOneBestPlan(user.withEndDate(Instant.EPOCH), BY_TIMESTAMP)).isTrue();
    assertThat(hasOneBestPlan(between.withUserId(UserId.generate()), BY_TIMESTAMP)).isTrue();
  }

  @Test
  void elseItDependsOnTheValues() {
    assertThat(hasOneBestPlan(between, BY_TIMESTAMP)).isFalse();
    assertThat(hasOneBestPlan(since, BY_CTIME)).isFalse();
    assertThat(hasOneBestPlan(between, BY_CTIME)).isFalse();
    assertThat(hasOneBestPlan(user, BY_CTIME)).isFalse();
    assertThat(hasOneBestPlan(user.withStartDate(Instant.EPOCH), BY_CTIME)).isFalse();
    assertThat(hasOneBestPlan(user.withProcessed(true), BY_TIMESTAMP)).isFalse();
    assertThat(hasOneBestPlan(none.withInputType(InputType.DAO), BY_TIMESTAMP)).isFalse();
  }

  private static boolean hasOneBestPlan(BehaviorInputFilter filter, Field<?> sorted) {
    FilterConditions<BehaviorInputFilter> conditions = BehaviorInputConditions.FILTER;
    return conditions.hasOneBestPlan(conditions.mask(filter), sorted);
  }
}
