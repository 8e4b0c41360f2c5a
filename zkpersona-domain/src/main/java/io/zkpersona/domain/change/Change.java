package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen to one field: leave it as it is, set it, or clear it. Equal by value. Immutable
 * and thread-safe as far as the value is.
 *
 * @param <T> the type of the field
 */
public sealed interface Change<T> permits KeepChange, SetChange, ClearChange {

  /** Leaves the field as it is. */
  @SuppressWarnings("unchecked") // holds no value, so it fits every type
  static <T> Change<T> keep() {
    return (Change<T>) KeepChange.INSTANCE;
  }

  /**
   * Sets the field.
   *
   * @param value the new value
   * @throws ValidationException if value is null
   */
  static <T> Change<T> to(T value) {
    return new SetChange<>(Checks.notNull("value", value));
  }

  /** Clears the field: afterwards it is null. */
  @SuppressWarnings("unchecked") // holds no value, so it fits every type
  static <T> Change<T> clear() {
    return (Change<T>) ClearChange.INSTANCE;
  }

  /**
   * The value of the field after this change.
   *
   * @param current the value before it; null if there is none
   */
  @Nullable T applyTo(@Nullable T current);

  /** The new value; empty if this change keeps or clears. */
  Optional<T> value();

  /** Whether this change leaves the field as it is. */
  default boolean isKeep() {
    return this instanceof KeepChange;
  }

  /** Whether this change clears the field. */
  default boolean isClear() {
    return this instanceof ClearChange;
  }

  /**
   * This change, for a field that can't be empty.
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
   * The same change with another value; keeping stays keeping and clearing stays clearing.
   *
   * @param mapper gives the new value, never null; called only if this change sets one
   */
  <R> Change<R> map(Function<? super T, ? extends R> mapper);
}
