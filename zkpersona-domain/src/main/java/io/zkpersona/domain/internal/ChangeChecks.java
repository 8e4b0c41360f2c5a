package io.zkpersona.domain.internal;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Checks for the components of all update requests. */
public final class ChangeChecks {
  private ChangeChecks() {}

  /** Checks a change to a nullable value. */
  public static <T> Change<T> optional(String field, @Nullable Change<T> change) {
    return Checks.notNull(field, change);
  }

  /** Checks a change to a nullable value. The rule checks and may normalize a new value. */
  public static <T> Change<T> optional(
      String field, @Nullable Change<T> change, UnaryOperator<T> rule) {
    return optional(field, change).map(rule);
  }

  /** Checks a change to a value that must not be null. */
  public static <T> Change<T> required(String field, @Nullable Change<T> change) {
    Change<T> present = Checks.notNull(field, change);
    if (present.isClear()) {
      throw new ValidationException(field, "cleared (expected: a value)");
    }
    return present;
  }

  /**
   * Checks a change to a value that must not be null. The rule checks and may normalize a new
   * value.
   */
  public static <T> Change<T> required(
      String field, @Nullable Change<T> change, UnaryOperator<T> rule) {
    return required(field, change).map(rule);
  }

  /** Checks a change to a nullable time, truncated to microseconds. */
  public static Change<Instant> optionalTime(String field, @Nullable Change<Instant> change) {
    return optional(field, change, time -> Checks.micros(field, time));
  }

  /** Checks a change to a time that must not be null, truncated to microseconds. */
  public static Change<Instant> requiredTime(String field, @Nullable Change<Instant> change) {
    return required(field, change, time -> Checks.micros(field, time));
  }
}
