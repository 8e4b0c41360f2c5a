package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.EnumMaps;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Totals over a set of behavior inputs. Immutable and thread-safe.
 *
 * @param totalInputs the number of inputs
 * @param processedInputs the number of inputs that were scored
 * @param uniqueSessions the number of distinct sessions
 * @param countByType the number of inputs of each type, in the order of the constants; types
 *     without inputs may be absent
 * @param countBySource the number of inputs from each source, in the order of the constants;
 *     sources without inputs may be absent
 * @param firstTimestamp the time of the earliest input, truncated to microseconds; null if there is
 *     none
 * @param lastTimestamp the time of the latest input, truncated to microseconds; null if there is
 *     none
 */
public record BehaviorAnalyticsSummary(
    long totalInputs,
    long processedInputs,
    long uniqueSessions,
    Map<InputType, Long> countByType,
    Map<BehaviorSource, Long> countBySource,
    @Nullable Instant firstTimestamp,
    @Nullable Instant lastTimestamp) {

  /**
   * Checks the values and copies the maps.
   *
   * @throws ValidationException if a count is negative, {@code processedInputs} exceeds {@code
   *     totalInputs}, a map is null or contains null, or {@code lastTimestamp} is before {@code
   *     firstTimestamp}
   */
  public BehaviorAnalyticsSummary {
    Checks.atLeast("totalInputs", totalInputs, 0);
    Checks.range("processedInputs", processedInputs, 0, totalInputs);
    Checks.atLeast("uniqueSessions", uniqueSessions, 0);
    countByType =
        EnumMaps.copy(
            "countByType",
            InputType.class,
            countByType,
            count -> Checks.atLeast("countByType", count, 0L));
    countBySource =
        EnumMaps.copy(
            "countBySource",
            BehaviorSource.class,
            countBySource,
            count -> Checks.atLeast("countBySource", count, 0L));
    firstTimestamp = Checks.nullableMicros("firstTimestamp", firstTimestamp);
    lastTimestamp = Checks.nullableMicros("lastTimestamp", lastTimestamp);
    Checks.notBefore("lastTimestamp", lastTimestamp, "firstTimestamp", firstTimestamp);
  }
}
