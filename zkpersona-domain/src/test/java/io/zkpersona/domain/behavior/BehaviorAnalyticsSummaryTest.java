package io.zkpersona.domain.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.zkpersona.domain.Nulls;
import io.zkpersona.domain.error.ValidationException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BehaviorAnalyticsSummaryTest {
  private static final Instant FIRST = Instant.parse("2024-05-06T07:08:09.123456Z");

  @Test
  void countsAreCopiedInTheOrderOfTheConstants() {
    Map<InputType, Long> byType = new LinkedHashMap<>();
    byType.put(InputType.GENERAL, 1L);
    byType.put(InputType.DEFI, 2L);
    Map<BehaviorSource, Long> bySource = new LinkedHashMap<>();
    bySource.put(BehaviorSource.ORACLE, 3L);
    bySource.put(BehaviorSource.WEB, 0L);

    BehaviorAnalyticsSummary summary = summary(3, 1, 2, byType, bySource, FIRST, FIRST);
    byType.clear();
    bySource.clear();

    assertThat(summary.countByType())
        .containsExactly(entry(InputType.DEFI, 2L), entry(InputType.GENERAL, 1L));
    assertThat(summary.countBySource())
        .containsExactly(entry(BehaviorSource.WEB, 0L), entry(BehaviorSource.ORACLE, 3L));
    assertThatThrownBy(() -> summary.countByType().put(InputType.NFT, 1L))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> summary.countBySource().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void nothingAtAllIsASummaryToo() {
    BehaviorAnalyticsSummary summary = summary(0, 0, 0, Map.of(), Map.of(), null, null);

    assertThat(summary).isEqualTo(summary(0, 0, 0, new HashMap<>(), new HashMap<>(), null, null));
    assertThat(summary.firstTimestamp()).isNull();
    assertThat(summary.lastTimestamp()).isNull();
  }

  @Test
  void timesAreCutToMicrosecondsAndInOrder() {
    BehaviorAnalyticsSummary summary =
        summary(1, 0, 0, Map.of(), Map.of(), FIRST.plusNanos(999), FIRST.plusNanos(1));

    assertThat(summary.firstTimestamp()).isEqualTo(FIRST);
    assertThat(summary.lastTimestamp()).isEqualTo(FIRST);
    assertRefused(
        "lastTimestamp",
        () -> summary(1, 0, 0, Map.of(), Map.of(), FIRST, FIRST.minusNanos(1_000)));
  }

  @Test
  void impossibleCountsAreRefused() {
    assertRefused("totalInputs", () -> summary(-1, 0, 0, Map.of(), Map.of(), null, null));
    assertRefused("processedInputs", () -> summary(1, -1, 0, Map.of(), Map.of(), null, null));
    assertRefused("processedInputs", () -> summary(1, 2, 0, Map.of(), Map.of(), null, null));
    assertRefused("uniqueSessions", () -> summary(1, 1, -1, Map.of(), Map.of(), null, null));
    assertRefused(
        "countByType", () -> summary(1, 1, 1, Map.of(InputType.DAO, -1L), Map.of(), null, null));
    assertRefused(
        "countBySource",
        () -> summary(1, 1, 1, Map.of(), Map.of(BehaviorSource.API, -1L), null, null));
  }

  @Test
  void nullsInMapsAreRefused() {
    Map<InputType, Long> nullCount = new HashMap<>();
    nullCount.put(InputType.DAO, Nulls.nothing());
    Map<InputType, Long> nullType = new HashMap<>();
    nullType.put(Nulls.nothing(), 1L);

    assertRefused("countByType", () -> summary(1, 1, 1, nullCount, Map.of(), null, null));
    assertRefused("countByType", () -> summary(1, 1, 1, nullType, Map.of(), null, null));
    assertRefused("countByType", () -> summary(1, 1, 1, Nulls.nothing(), Map.of(), null, null));
    assertRefused("countBySource", () -> summary(1, 1, 1, Map.of(), Nulls.nothing(), null, null));
  }

  private static BehaviorAnalyticsSummary summary(
      long total,
      long processed,
      long sessions,
      Map<InputType, Long> byType,
      Map<BehaviorSource, Long> bySource,
      @Nullable Instant first,
      @Nullable Instant last) {
    return new BehaviorAnalyticsSummary(total, processed, sessions, byType, bySource, first, last);
  }

  private static void assertRefused(String field, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith(field + ": ");
  }
}
