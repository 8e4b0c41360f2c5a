package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.testing.server.NewestServerOnly;
import io.zkpersona.storage.testing.server.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One statement answers a summary from the rollup, or from the inputs if it is off. */
@NewestServerOnly
class SummaryPlansIT {

  /** A gate below a parallel plan would be closed only after the workers have started. */
  @Test
  void theInputsAreCountedBehindAGateThatTheStateOfTheRollupOpens() throws SQLException {
    try (TestDatabase database = TestDatabase.migrated();
        DatabaseManager manager = database.open();
        Connection connection = database.connect()) {
      ExplainingConnection explaining = new ExplainingConnection(connection);
      for (BehaviorInputFilter filter :
          List.of(
              BehaviorInputFilter.none(),
              BehaviorInputFilter.builder().userId(UserId.generate()).build())) {
        manager.repositoriesOn(explaining.proxy()).behaviorInputs().analyticsSummary(filter);

        List<String> plans = explaining.takePlans();
        assertThat(plans).hasSize(1);
        assertThat(plans.get(0))
            .containsPattern(
                "One-Time Filter: [^\\n]*NOT[^\\n]*\\n[^\\n]*InitPlan[^\\n]*\\n"
                    + "[^\\n]*behavior_activity_state[^\\n]*\\n[^\\n]*Filter: is_ready\\n"
                    + "[^\\n]*CTE Scan on exact");
      }
    }
  }
}
