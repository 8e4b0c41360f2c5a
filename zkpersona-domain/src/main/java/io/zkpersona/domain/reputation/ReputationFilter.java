package io.zkpersona.domain.reputation;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter for reputation records; a null component restricts nothing. Immutable and thread-safe;
 * {@link #toString()} names the components that are set, not their values.
 *
 * @param userId the user with this reputation
 * @param scoringCategory the category
 * @param scoringPeriod the period covered
 * @param status the status
 * @param verified whether it was verified
 * @param isPublic whether others may see it
 * @param minScore the lowest score, inclusive, 0 to 100, at most 4 decimals
 * @param maxScore the highest score, inclusive, 0 to 100, at most 4 decimals
 * @param startDate the earliest start of the effective period, inclusive; truncated to microseconds
 * @param endDate the latest start of the effective period, exclusive; truncated to microseconds
 */
@GenerateBuilder
public record ReputationFilter(
    @Nullable UserId userId,
    @Nullable ScoringCategory scoringCategory,
    @Nullable ScoringPeriod scoringPeriod,
    @Nullable ReputationStatus status,
    @Nullable Boolean verified,
    @Nullable Boolean isPublic,
    @Nullable BigDecimal minScore,
    @Nullable BigDecimal maxScore,
    @Nullable Instant startDate,
    @Nullable Instant endDate)
    implements ReputationFilterBuilder.With {

  private static final ReputationFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws io.zkpersona.domain.reputation.InvalidReputationScoreException if a score is outside 0
   *     to 100
   * @throws ValidationException if a score has more than 4 decimals, a time is outside the range of
   *     the database, {@code minScore} is above {@code maxScore}, or {@code startDate} is after
   *     {@code endDate}
   */
  public ReputationFilter {
    minScore = ReputationRules.nullableScore("minScore", minScore);
    maxScore = ReputationRules.nullableScore("maxScore", maxScore);
    Checks.ordered("minScore", minScore, "maxScore", maxScore);
    startDate = Checks.nullableMicros("startDate", startDate);
    endDate = Checks.nullableMicros("endDate", endDate);
    Checks.ordered("startDate", startDate, "endDate", endDate);
  }

  /** Returns a builder with nothing set. */
  public static ReputationFilterBuilder builder() {
    return ReputationFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing. */
  public static ReputationFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, ReputationFilterBuilder.stream(this));
  }
}
