package io.zkpersona.domain.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A position on a leaderboard, looked up by user or read from the top. */
class ReputationStandingTest {
  private static final UserId USER = UserId.generate();
  private static final ReputationRecordId RECORD = ReputationRecordId.generate();

  @ParameterizedTest
  @CsvSource({
    "1, 1, 100.0000",
    "1, 3, 100.0000",
    "2, 3, 66.6666",
    "3, 3, 33.3333",
    "2, 10000001, 99.9999",
    "9223372036854775807, 9223372036854775807, 0.0000"
  })
  void thePercentileIsTheShareWithAtMostTheScoreCutToFourDecimals(
      long rank, long total, BigDecimal percentile) {
    assertThat(new ReputationStanding(USER, BigDecimal.ONE, rank, total).percentile())
        .isEqualTo(percentile);
  }

  @Test
  void scoresAreGivenTheirScale() {
    BigDecimal stored = new BigDecimal("50.0000");

    assertThat(new ReputationStanding(USER, new BigDecimal("5e1"), 1, 1).reputationScore())
        .isEqualTo(stored);
    assertThat(new LeaderboardEntry(2, 1, USER, RECORD, new BigDecimal("5e1")).reputationScore())
        .isEqualTo(stored);
  }

  @Test
  void impossibleValuesAreRefused() {
    BigDecimal beyond = new BigDecimal("100.0001");

    assertRefused("total", () -> new ReputationStanding(USER, BigDecimal.ONE, 0, 0));
    assertRefused("rank", () -> new ReputationStanding(USER, BigDecimal.ONE, 0, 1));
    assertRefused("rank", () -> new ReputationStanding(USER, BigDecimal.ONE, 3, 2));
    assertRefused("userId", () -> new ReputationStanding(Nulls.nothing(), BigDecimal.ONE, 1, 1));
    assertThatThrownBy(() -> new ReputationStanding(USER, beyond, 1, 1))
        .isInstanceOf(InvalidReputationScoreException.class);

    assertRefused("position", () -> new LeaderboardEntry(0, 0, USER, RECORD, BigDecimal.ONE));
    assertRefused("rank", () -> new LeaderboardEntry(1, 0, USER, RECORD, BigDecimal.ONE));
    assertRefused("rank", () -> new LeaderboardEntry(1, 2, USER, RECORD, BigDecimal.ONE));
    assertRefused(
        "userId", () -> new LeaderboardEntry(1, 1, Nulls.nothing(), RECORD, BigDecimal.ONE));
    assertRefused(
        "recordId", () -> new LeaderboardEntry(1, 1, USER, Nulls.nothing(), BigDecimal.ONE));
    assertThatThrownBy(() -> new LeaderboardEntry(1, 1, USER, RECORD, beyond))
        .isInstanceOf(InvalidReputationScoreException.class);
  }

  private static void assertRefused(String field, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith(field + ": ");
  }
}
