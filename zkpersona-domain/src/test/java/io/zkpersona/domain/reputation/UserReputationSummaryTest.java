package io.zkpersona.domain.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserReputationSummaryTest {
  private static final UserId USER = UserId.generate();
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09.123456Z");
  private static final TrendPoint POINT =
      new TrendPoint(TIME, BigDecimal.TEN, ScoringCategory.OVERALL);

  @Test
  void collectionsAreCopiedAndNumbersGivenTheirScale() {
    Map<ScoringCategory, BigDecimal> scores = new LinkedHashMap<>();
    scores.put(ScoringCategory.LENDING, BigDecimal.ONE);
    scores.put(ScoringCategory.DEFI, BigDecimal.TEN);
    List<TrendPoint> trend = new ArrayList<>(List.of(POINT));
    List<Json> badges = new ArrayList<>(List.of(Json.of("\"hush\"")));

    UserReputationSummary summary =
        new UserReputationSummary(
            USER, BigDecimal.ONE, scores, 2, 1, trend, badges, TIME.plusNanos(999));
    scores.clear();
    trend.clear();
    badges.clear();

    assertThat(summary.overallScore()).isEqualTo(new BigDecimal("1.0000"));
    assertThat(summary.scoreByCategory())
        .containsExactly(
            entry(ScoringCategory.DEFI, new BigDecimal("10.0000")),
            entry(ScoringCategory.LENDING, new BigDecimal("1.0000")));
    assertThat(summary.trend()).containsExactly(POINT);
    assertThat(summary.badges()).containsExactly(Json.of("\"hush\""));
    assertThat(summary.lastUpdated()).isEqualTo(TIME);
    assertThat(summary.toString()).doesNotContain("hush");
    assertThatThrownBy(() -> summary.scoreByCategory().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> summary.trend().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> summary.badges().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aUserWithoutReputationHasASummaryToo() {
    UserReputationSummary summary = summary(null, Map.of(), 0, 0, List.of(), List.of());

    assertThat(summary.overallScore()).isNull();
    assertThat(summary.lastUpdated()).isNull();
    assertThat(summary).isEqualTo(summary(null, Map.of(), 0, 0, List.of(), List.of()));
  }

  @Test
  void impossibleValuesAreRefused() {
    BigDecimal beyond = new BigDecimal("100.0001");

    assertThatThrownBy(() -> summary(beyond, Map.of(), 0, 0, List.of(), List.of()))
        .isInstanceOf(InvalidReputationScoreException.class)
        .hasMessageStartingWith("overallScore: ");
    assertThatThrownBy(
            () -> summary(null, Map.of(ScoringCategory.DAO, beyond), 0, 0, List.of(), List.of()))
        .isInstanceOf(InvalidReputationScoreException.class)
        .hasMessageStartingWith("scoreByCategory: ");
    assertRefused("totalProofs", () -> summary(null, Map.of(), -1, 0, List.of(), List.of()));
    assertRefused("verifiedProofs", () -> summary(null, Map.of(), 1, -1, List.of(), List.of()));
    assertRefused("verifiedProofs", () -> summary(null, Map.of(), 1, 2, List.of(), List.of()));
  }

  @Test
  void nullsAreRefused() {
    List<TrendPoint> noPoint = Arrays.asList(POINT, Nulls.nothing());
    List<Json> noBadge = Arrays.asList(Json.emptyObject(), Nulls.nothing());

    assertRefused(
        "scoreByCategory", () -> summary(null, Nulls.nothing(), 0, 0, List.of(), List.of()));
    assertRefused("trend", () -> summary(null, Map.of(), 0, 0, noPoint, List.of()));
    assertRefused("trend", () -> summary(null, Map.of(), 0, 0, Nulls.nothing(), List.of()));
    assertRefused("badges", () -> summary(null, Map.of(), 0, 0, List.of(), noBadge));
    assertRefused("badges", () -> summary(null, Map.of(), 0, 0, List.of(), Nulls.nothing()));
    assertRefused("category", () -> new TrendPoint(TIME, BigDecimal.ONE, Nulls.nothing()));
  }

  private static UserReputationSummary summary(
      @Nullable BigDecimal score,
      Map<ScoringCategory, BigDecimal> scores,
      long total,
      long verified,
      List<TrendPoint> trend,
      List<Json> badges) {
    return new UserReputationSummary(USER, score, scores, total, verified, trend, badges, null);
  }

  private static void assertRefused(String field, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith(field + ": ");
  }
}
