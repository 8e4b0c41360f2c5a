package io.zkpersona.domain.reputation;

import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a score was at some time. Immutable and thread-safe.
 *
 * @param date from when on, cut to microseconds
 * @param score 0 to 100, with 4 decimals
 * @param category what it is about
 */
public record TrendPoint(Instant date, BigDecimal score, ScoringCategory category) {

  /**
   * Checks the values, gives the score its scale and cuts the time to microseconds.
   *
   * @throws io.zkpersona.domain.error.InvalidReputationScoreException if the score is outside 0 to
   *     100
   * @throws io.zkpersona.domain.error.ValidationException if a value is missing, or the score has
   *     more than 4 decimals
   */
  public TrendPoint {
    date = Checks.micros("date", date);
    score = ReputationRules.score("score", score);
    Checks.notNull("category", category);
  }
}
