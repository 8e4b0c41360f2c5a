package io.zkpersona.domain.reputation;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;

/**
 * One row of a leaderboard. Immutable and thread-safe.
 *
 * @param position the position, from 1; unique on the leaderboard
 * @param rank 1 plus the number of better scores, so that equal scores share a rank and leave a gap
 *     after it (1, 1, 3); never above {@code position}
 * @param userId the user
 * @param recordId the effective public record with this score
 * @param reputationScore the score, 0 to 100, with 4 decimals
 */
public record LeaderboardEntry(
    long position,
    long rank,
    UserId userId,
    ReputationRecordId recordId,
    BigDecimal reputationScore) {

  /**
   * Checks the values and sets the scale of the score.
   *
   * @throws io.zkpersona.domain.reputation.InvalidReputationScoreException if the score is outside
   *     0 to 100
   * @throws ValidationException if a value is missing, the position is below 1, the rank is outside
   *     1 to the position, or the score has more than 4 decimals
   */
  public LeaderboardEntry {
    Checks.atLeast("position", position, 1);
    Checks.range("rank", rank, 1, position);
    Checks.notNull("userId", userId);
    Checks.notNull("recordId", recordId);
    reputationScore = ReputationRules.score("reputationScore", reputationScore);
  }
}
