package io.zkpersona.domain.reputation;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.EnumMaps;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A summary of a user's reputation. Immutable and thread-safe; {@link #toString()} does not reveal
 * the badges.
 *
 * @param userId the user
 * @param overallScore the overall score, 0 to 100, with 4 decimals; null if the user has none
 * @param scoreByCategory the score in each category, 0 to 100, with 4 decimals, in the order of the
 *     constants; categories without a score are absent
 * @param totalProofs the number of the user's proofs
 * @param verifiedProofs the number of those that are verified
 * @param trend the scores over time
 * @param badges the badges earned, as recorded
 * @param lastUpdated the time of the last change of a score, truncated to microseconds; null if
 *     there is none
 */
public record UserReputationSummary(
    UserId userId,
    @Nullable BigDecimal overallScore,
    Map<ScoringCategory, BigDecimal> scoreByCategory,
    long totalProofs,
    long verifiedProofs,
    List<TrendPoint> trend,
    List<Json> badges,
    @Nullable Instant lastUpdated) {

  /**
   * Checks the values and copies the collections.
   *
   * @throws io.zkpersona.domain.reputation.InvalidReputationScoreException if a score is outside 0
   *     to 100
   * @throws ValidationException if a value is missing, a count is negative, {@code verifiedProofs}
   *     exceeds {@code totalProofs}, or a collection contains null
   */
  public UserReputationSummary {
    Checks.notNull("userId", userId);
    overallScore = ReputationRules.nullableScore("overallScore", overallScore);
    scoreByCategory =
        EnumMaps.copy(
            "scoreByCategory",
            ScoringCategory.class,
            scoreByCategory,
            score -> ReputationRules.score("scoreByCategory", score));
    Checks.atLeast("totalProofs", totalProofs, 0);
    Checks.range("verifiedProofs", verifiedProofs, 0, totalProofs);
    trend = copy("trend", trend);
    badges = copy("badges", badges);
    lastUpdated = Checks.nullableMicros("lastUpdated", lastUpdated);
  }

  private static <T> List<T> copy(String field, @Nullable List<T> list) {
    return Checks.notNull(field, list).stream().map(item -> Checks.notNull(field, item)).toList();
  }
}
