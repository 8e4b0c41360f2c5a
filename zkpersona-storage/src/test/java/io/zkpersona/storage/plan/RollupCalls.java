package io.zkpersona.storage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import io.zkpersona.storage.repository.behavior.ActivityRollup;

/** One call of each method of the rollup except {@code verify}, which reads everything. */
final class RollupCalls {

  private RollupCalls() {}

  static void addTo(Calls calls) {
    calls.add("activity rollup", RollupCalls::whileItIsOff);
  }

  private static void whileItIsOff(Repositories all) {
    ActivityRollup rollup = all.behaviorInputs().activityRollup();
    assertThat(rollup.isEnabled()).isFalse();
    assertThat(rollup.fold()).isZero();
    assertThat(rollup.rebuild(progress -> {})).isFalse();
    assertThatThrownBy(() -> rollup.enable(progress -> {}))
        .isInstanceOf(TransactionException.class);
    rollup.disable();
  }
}
