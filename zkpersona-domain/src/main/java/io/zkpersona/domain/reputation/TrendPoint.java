package io.zkpersona.domain.reputation;

import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A score at a point in time. Immutable and thread-safe.
 *
 * @param date the time from which the score applies, truncated to microseconds
 * @param score the score, 0 to 100, with 4 decimals
 * @param category the category
 */
public record TrendPoint(Instant date, BigDecimal score, ScoringCategory category) {

  /**
   * Checks the values, sets the scale of the score and truncates the time to microseconds.
   *
   * @throws io.zkpersona.domain.reputation.InvalidReputationScoreException if the score is outside
   *     0 to 100
   * @throws io.zkpersona.domain.error.ValidationException if a value is missing, or the score has
   *     more than 4 decimals
   */
  public TrendPoint {
    date = Checks.micros("date", date);
    score = ReputationRules.score("score", score);
    Checks.notNull("category", category);
  }
}
