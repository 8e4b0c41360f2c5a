package io.zkpersona.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CacheOptionsTest {

  private static final CacheOptions DEFAULTS = CacheOptions.defaults();

  @Test
  void theDefaultsAreThese() {
    assertThat(DEFAULTS)
        .isEqualTo(new CacheOptions(Duration.ofSeconds(30), 100_000, Duration.ofMinutes(5), null));
  }

  @Test
  void eachOptionIsSet() {
    SharedCache.Provider provider = (schema, listener) -> null;

    assertThat(
            DEFAULTS
                .timeToLive(Duration.ofMillis(10))
                .maximumEntries(1)
                .longestWrite(Duration.ofSeconds(1))
                .shared(provider))
        .isEqualTo(new CacheOptions(Duration.ofMillis(10), 1, Duration.ofSeconds(1), provider));
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    refused("timeToLive", () -> DEFAULTS.timeToLive(Duration.ofMillis(9)));
    refused("timeToLive", () -> DEFAULTS.timeToLive(Duration.ofDays(2)));
    refused("timeToLive", () -> DEFAULTS.timeToLive(null));
    refused("maximumEntries", () -> DEFAULTS.maximumEntries(0));
    refused("longestWrite", () -> DEFAULTS.longestWrite(Duration.ofMillis(999)));
    refused("shared", () -> DEFAULTS.shared(null));
  }

  private static void refused(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining(field)
        .hasMessageContaining("expected");
  }
}
