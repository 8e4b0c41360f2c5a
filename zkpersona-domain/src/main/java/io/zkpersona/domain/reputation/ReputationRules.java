package io.zkpersona.domain.reputation;

import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The rules for the values of reputation records. */
final class ReputationRules {
  /** The default calculation method. */
  static final String DEFAULT_METHOD = "zkml_score";

  private static final int PRECISION = 10;
  private static final int SCALE = 4;
  private static final int MAX_METHOD = 100;
  private static final int MAX_REASON = 500;
  private static final BigDecimal MAX_SCORE = BigDecimal.valueOf(100);

  private ReputationRules() {}

  static BigDecimal score(String field, @Nullable BigDecimal score) {
    BigDecimal value = Checks.notNull(field, score);
    if (value.signum() < 0 || value.compareTo(MAX_SCORE) > 0) {
      throw new InvalidReputationScoreException(
          field, (value.signum() < 0 ? "below 0" : "above 100") + " (expected: 0..100)");
    }
    return Checks.decimal(field, value, PRECISION, SCALE);
  }

  static @Nullable BigDecimal nullableScore(String field, @Nullable BigDecimal score) {
    return score == null ? null : score(field, score);
  }

  static @Nullable BigDecimal change(@Nullable BigDecimal scoreChange) {
    return scoreChange == null
        ? null
        : Checks.decimal(
            "scoreChange", scoreChange, PRECISION, SCALE, MAX_SCORE.negate(), MAX_SCORE);
  }

  static int peerValidations(int peerValidations) {
    return Checks.atLeast("peerValidations", peerValidations, 0);
  }

  static String calculationMethod(@Nullable String calculationMethod) {
    return Checks.text("calculationMethod", calculationMethod, 0, MAX_METHOD);
  }

  static @Nullable String statusReason(@Nullable String statusReason) {
    return statusReason == null ? null : reason("statusReason", statusReason);
  }

  static String reason(String field, @Nullable String reason) {
    return Checks.text(field, reason, 1, MAX_REASON);
  }
}
