package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Checks the lifetimes of challenges and tokens. */
final class Lifetimes {
  private static final Duration MIN = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofDays(3_650);

  private Lifetimes() {}

  /** Returns the checked lifetime, truncated to microseconds. */
  static Duration lifetime(String field, @Nullable Duration value) {
    Duration given = Checks.notNull(field, value);
    if (given.compareTo(MIN) < 0 || given.compareTo(MAX) > 0) {
      throw new ValidationException(
          field, "too short or too long (expected: 1 second to 3650 days)");
    }
    return given.truncatedTo(ChronoUnit.MICROS);
  }
}
