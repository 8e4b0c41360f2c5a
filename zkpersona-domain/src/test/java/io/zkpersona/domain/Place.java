package io.zkpersona.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.error.ValidationException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a value can be given, for rules that hold in several places.
 *
 * @param field the name by which errors call it
 * @param where the type that takes it
 * @param keep gives the value and returns what was kept of it
 */
record Place<T>(String field, String where, Function<T, ?> keep) {

  /** A place in an update request, which keeps a change. */
  static <T> Place<T> update(String field, Function<Change<T>, Change<T>> keep) {
    return new Place<>(
        field, "update", value -> keep.apply(Change.to(value)).value().orElseThrow());
  }

  /** Gives the value and says what was kept of it. */
  Object kept(T value) {
    return keep.apply(value);
  }

  /** Gives a value that must be refused, and says how it was. */
  ValidationException refusal(T value) {
    return refusalOf(() -> kept(value), field);
  }

  /** Does what must be refused for these fields, and says how it was. */
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
