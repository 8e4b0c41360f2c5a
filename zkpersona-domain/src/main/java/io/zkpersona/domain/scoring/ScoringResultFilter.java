package io.zkpersona.domain.scoring;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.internal.GenerateBuilder;
import io.zkpersona.domain.internal.SetMembers;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter for scoring results; a null component restricts nothing. Immutable and thread-safe;
 * {@link #toString()} names the components that are set, not their values.
 *
 * @param userId the user of the input
 * @param behaviorInputId the scored input
 * @param modelVersion the model
 * @param minScore the lowest score, inclusive
 * @param maxScore the highest score, inclusive
 * @param startDate the earliest time of scoring, inclusive; truncated to microseconds
 * @param endDate the latest time of scoring, exclusive; truncated to microseconds
 */
@GenerateBuilder
public record ScoringResultFilter(
    @Nullable UserId userId,
    @Nullable BehaviorInputId behaviorInputId,
    @Nullable String modelVersion,
    @Nullable BigDecimal minScore,
    @Nullable BigDecimal maxScore,
    @Nullable Instant startDate,
    @Nullable Instant endDate)
    implements ScoringResultFilterBuilder.With {

  private static final ScoringResultFilter NONE = builder().build();

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is outside the range of the database, {@code minScore}
   *     is above {@code maxScore}, or {@code startDate} is after {@code endDate}
   */
  public ScoringResultFilter {
    if (modelVersion != null) {
      ScoringRules.storedModelVersion(modelVersion);
    }
    minScore = ScoringRules.bound("minScore", minScore);
    maxScore = ScoringRules.bound("maxScore", maxScore);
    Checks.ordered("minScore", minScore, "maxScore", maxScore);
    startDate = Checks.nullableMicros("startDate", startDate);
    endDate = Checks.nullableMicros("endDate", endDate);
    Checks.ordered("startDate", startDate, "endDate", endDate);
  }

  /** Returns a builder with nothing set. */
  public static ScoringResultFilterBuilder builder() {
    return ScoringResultFilterBuilder.builder();
  }

  /** Returns the filter that restricts nothing. */
  public static ScoringResultFilter none() {
    return NONE;
  }

  @Override
  public String toString() {
    return SetMembers.of(this, ScoringResultFilterBuilder.stream(this));
  }
}
