package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The change to one field in an update: keep, set or clear it. Equal by value. Immutable and
 * thread-safe as far as the value is.
 *
 * @param <T> the type of the field
 */
public sealed interface Change<T> permits KeepChange, SetChange, ClearChange {

  /** Returns the change that keeps the field as it is. */
  @SuppressWarnings("unchecked") // holds no value, so it fits every type
  static <T> Change<T> keep() {
    return (Change<T>) KeepChange.INSTANCE;
  }

  /**
   * Returns a change that sets the field.
   *
   * @param value the new value
   * @throws ValidationException if value is null
   */
  static <T> Change<T> to(T value) {
    return new SetChange<>(Checks.notNull("value", value));
  }

  /** Returns the change that sets the field to null. */
  @SuppressWarnings("unchecked") // holds no value, so it fits every type
  static <T> Change<T> clear() {
    return (Change<T>) ClearChange.INSTANCE;
  }

  /**
   * Returns the value of the field after this change.
   *
   * @param current the value before the change; null if there is none
   */
  @Nullable T applyTo(@Nullable T current);

  /** Returns the new value; empty if this change keeps or clears. */
  Optional<T> value();

  /** Tells whether this change keeps the field as it is. */
  default boolean isKeep() {
    return this instanceof KeepChange;
  }

  /** Tells whether this change clears the field. */
  default boolean isClear() {
    return this instanceof ClearChange;
  }

  /**
   * Returns this change, after checking that it does not clear.
   *
   * @param field the name of the field
   * @throws ValidationException if this change clears
   */
  default Change<T> notCleared(String field) {
    if (isClear()) {
      throw new ValidationException(field, "cleared (expected: kept or set, it can't be empty)");
    }
    return this;
  }

  /**
   * Returns this change with its value mapped. A change that keeps or clears stays the same.
   *
   * @param mapper maps the new value; must not return null; called only if this change sets a value
   */
  <R> Change<R> map(Function<? super T, ? extends R> mapper);
}
