package io.zkpersona.domain.reputation;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the scores in force at an instant are distributed, over all users. Immutable and thread-safe.
 *
 * @param at the instant
 * @param counts the number of scores in each of ten ranges: from 0 to below 10, and so on to the
 *     last one from 90 to 100
 * @param mean the mean of the scores, with four decimals; null if there are none
 */
public record ReputationDistribution(Instant at, List<Long> counts, @Nullable BigDecimal mean) {

  /** The number of ranges. */
  public static final int RANGES = 10;

  /**
   * Checks the values.
   *
   * @throws ValidationException if there are not ten counts, a count is negative, or the mean is
   *     outside 0 to 100
   */
  public ReputationDistribution {
    at = Checks.micros("at", at);
    counts = List.copyOf(Checks.notNull("counts", counts));
    Checks.range("counts", counts.size(), RANGES, RANGES);
    counts.forEach(count -> Checks.atLeast("counts", count, 0L));
    mean = ReputationRules.nullableScore("mean", mean);
  }

  /** Returns the number of scores. */
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
