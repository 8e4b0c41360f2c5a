package io.zkpersona.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErasureReportTest {
  private static final UserId USER = UserId.generate();

  @Test
  void theTotalIsWhatWasRemoved() {
    ErasureReport report =
        new ErasureReport(USER, Map.of("users", 1L, "behavior_inputs", 41L), Map.of("others", 7L));

    assertThat(report.total()).isEqualTo(42);
    assertThat(new ErasureReport(USER, Map.of(), Map.of()).total()).isZero();
  }

  @Test
  void theOrderIsKeptAndTheMapsAreCopies() {
    Map<String, Long> removed = new LinkedHashMap<>();
    removed.put("z", 1L);
    removed.put("a", 2L);
    ErasureReport report = new ErasureReport(USER, removed, Map.of());
    removed.clear();

    assertThat(report.removed().keySet()).containsExactly("z", "a");
    assertThatThrownBy(() -> report.removed().put("b", 1L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void whatIsMissingOrNegativeIsRefused() {
    assertThatThrownBy(() -> new ErasureReport(null, Map.of(), Map.of()))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("userId");
    assertThatThrownBy(() -> new ErasureReport(USER, null, Map.of()))
        .hasMessage("removed: null (expected: a value)");
    assertThatThrownBy(() -> new ErasureReport(USER, Map.of(), Map.of("a", -1L)))
        .hasMessage("detached: -1 (expected: at least 0)");
    assertThatThrownBy(() -> new ErasureReport(USER, Collections.singletonMap("a", null), Map.of()))
        .hasMessage("removed: null (expected: a value)");
  }
}
