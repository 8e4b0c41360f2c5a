package io.zkpersona.domain.behavior;

import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rules for the values of a session. */
final class BehaviorSessionRules {
  private BehaviorSessionRules() {}

  static @Nullable Integer duration(@Nullable Integer durationSeconds) {
    if (durationSeconds != null) {
      Checks.atLeast("durationSeconds", durationSeconds, 0);
    }
    return durationSeconds;
  }

  static void times(Instant startTime, @Nullable Instant endTime) {
    Checks.notBefore("endTime", endTime, "startTime", startTime);
  }
}
