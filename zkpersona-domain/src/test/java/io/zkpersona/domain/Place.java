package io.zkpersona.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.zkpersona.domain.error.ValidationException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A place that accepts a value, for rules that apply in several places.
 *
 * @param field the name of the value in errors
 * @param where the type that accepts it
 * @param keep passes the value in and returns the kept value
 */
record Place<T>(String field, String where, Function<T, ?> keep) {

  /** Passes the value in and returns the kept value. */
  Object kept(T value) {
    return keep.apply(value);
  }

  /** Passes in a value that must be refused, and returns the exception. */
  ValidationException refusal(T value) {
    return refusalOf(() -> kept(value), field);
  }

  /** Makes a call that must be refused for these fields, and returns the exception. */
  static ValidationException refusalOf(Supplier<?> call, String... fields) {
    var refusal =
        assertThatThrownBy(call::get).asInstanceOf(type(ValidationException.class)).actual();
    assertThat(refusal.fields()).containsExactly(fields);
    return refusal;
  }

  @Override
  public String toString() {
    return field + " of " + where;
  }
}
