package io.zkpersona.domain.behavior;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.EnumMaps;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a set of behavior inputs adds up to. Immutable and thread-safe.
 *
 * @param totalInputs how many inputs there are
 * @param processedInputs how many of them were scored
 * @param uniqueSessions in how many sessions they were made
 * @param countByType how many there are of each type, in the order of the constants; types without
 *     inputs may be absent
 * @param countBySource how many came from each source, likewise
 * @param firstTimestamp when the first happened, cut to microseconds; null if there is none
 * @param lastTimestamp when the last happened, cut to microseconds; null if there is none
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
   * @throws ValidationException if a count is negative, more are processed than there are, a map is
   *     null or holds a null, or the last is before the first
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
