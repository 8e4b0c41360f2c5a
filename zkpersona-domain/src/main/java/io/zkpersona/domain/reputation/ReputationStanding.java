package io.zkpersona.domain.reputation;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Where a user stands on a leaderboard. Immutable and thread-safe.
 *
 * @param userId who
 * @param reputationScore the user's score, 0 to 100, with 4 decimals
 * @param rank 1 more than there are better ones; equal scores share a rank
 * @param total how many are on the leaderboard, the user included
 */
public record ReputationStanding(UserId userId, BigDecimal reputationScore, long rank, long total) {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int SCALE = 4;

  /**
   * Checks the values and gives the score its scale.
   *
   * @throws io.zkpersona.domain.error.InvalidReputationScoreException if the score is outside 0 to
   *     100
   * @throws ValidationException if a value is missing, the total is below 1, the rank is outside 1
   *     to the total, or the score has more than 4 decimals
   */
  public ReputationStanding {
    Checks.notNull("userId", userId);
    reputationScore = ReputationRules.score("reputationScore", reputationScore);
    Checks.atLeast("total", total, 1);
    Checks.range("rank", rank, 1, total);
  }

  /**
   * How many of a hundred on the leaderboard have at most the user's score, the user included: 100
   * for the best. With 4 decimals, cut and not rounded, so that only the best reach 100.
   */
  public BigDecimal percentile() {
    return HUNDRED
        .multiply(BigDecimal.valueOf(total - rank + 1))
        .divide(BigDecimal.valueOf(total), SCALE, RoundingMode.DOWN);
  }
}
