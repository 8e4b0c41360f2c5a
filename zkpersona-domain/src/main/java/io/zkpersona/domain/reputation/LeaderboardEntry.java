package io.zkpersona.domain.reputation;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;

/**
 * One line of a leaderboard. Immutable and thread-safe.
 *
 * @param position which line it is, from 1; no two have the same
 * @param rank 1 more than there are better ones, so that equal scores share a rank and leave a gap
 *     behind them (1, 1, 3); never above {@code position}
 * @param userId whose reputation it is
 * @param recordId the public record in force that it comes from
 * @param reputationScore 0 to 100, with 4 decimals
 */
public record LeaderboardEntry(
    long position,
    long rank,
    UserId userId,
    ReputationRecordId recordId,
    BigDecimal reputationScore) {

  /**
   * Checks the values and gives the score its scale.
   *
   * @throws io.zkpersona.domain.error.InvalidReputationScoreException if the score is outside 0 to
   *     100
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
