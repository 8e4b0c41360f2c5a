package io.zkpersona.domain.behavior;

import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/** What the values of an input must fulfil. */
final class BehaviorInputRules {
  private static final int MAX_SESSION_ID = 255;

  private BehaviorInputRules() {}

  static @Nullable String sessionId(@Nullable String sessionId) {
    return Checks.nullableText("sessionId", sessionId, 0, MAX_SESSION_ID);
  }
}
