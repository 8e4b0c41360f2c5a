package io.zkpersona.domain.internal;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the members of an update request must fulfil, whatever the entity. */
public final class ChangeChecks {
  private ChangeChecks() {}

  /** A change of what may be null. */
  public static <T> Change<T> optional(String field, @Nullable Change<T> change) {
    return Checks.notNull(field, change);
  }

  /** A change of what may be null, with the rule for a new value, which may also tidy it. */
  public static <T> Change<T> optional(
      String field, @Nullable Change<T> change, UnaryOperator<T> rule) {
    return optional(field, change).map(rule);
  }

  /** A change of what must not be null. */
  public static <T> Change<T> required(String field, @Nullable Change<T> change) {
    Change<T> present = Checks.notNull(field, change);
    if (present.isClear()) {
      throw new ValidationException(field, "cleared (expected: a value)");
    }
    return present;
  }

  /** A change of what must not be null, with the rule for a new value, which may also tidy it. */
  public static <T> Change<T> required(
      String field, @Nullable Change<T> change, UnaryOperator<T> rule) {
    return required(field, change).map(rule);
  }

  /** A change of a time that may be null, cut to microseconds. */
  public static Change<Instant> optionalTime(String field, @Nullable Change<Instant> change) {
    return optional(field, change, time -> Checks.micros(field, time));
  }

  /** A change of a time that must not be null, cut to microseconds. */
  public static Change<Instant> requiredTime(String field, @Nullable Change<Instant> change) {
    return required(field, change, time -> Checks.micros(field, time));
  }
}
