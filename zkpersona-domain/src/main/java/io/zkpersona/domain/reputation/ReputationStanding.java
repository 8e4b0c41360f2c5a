package io.zkpersona.domain.reputation;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A user's standing on a leaderboard. Immutable and thread-safe.
 *
 * @param userId the user
 * @param reputationScore the user's score, 0 to 100, with 4 decimals
 * @param rank 1 plus the number of better scores; equal scores share a rank
 * @param total the number of users on the leaderboard, including this one
 */
public record ReputationStanding(UserId userId, BigDecimal reputationScore, long rank, long total) {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int SCALE = 4;

  /**
   * Checks the values and sets the scale of the score.
   *
   * @throws io.zkpersona.domain.reputation.InvalidReputationScoreException if the score is outside
   *     0 to 100
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
   * Returns the percentage of users on the leaderboard, including this one, whose score is at most
   * the user's: 100 for the best. It has 4 decimals and is truncated, not rounded, so that only the
   * best reach 100.
   */
  public BigDecimal percentile() {
    return HUNDRED
        .multiply(BigDecimal.valueOf(total - rank + 1))
        .divide(BigDecimal.valueOf(total), SCALE, RoundingMode.DOWN);
  }
}
