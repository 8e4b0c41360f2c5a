package io.zkpersona.domain.change;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The change returned by {@link Change#to}. */
record SetChange<T>(T newValue) implements Change<T> {

  @Override
  public @Nullable T applyTo(@Nullable T current) {
    return newValue;
  }

  @Override
  public Optional<T> value() {
    return Optional.of(newValue);
  }

  @Override
  public <R> Change<R> map(Function<? super T, ? extends R> mapper) {
    return Change.to(mapper.apply(newValue));
  }

  /** Omits the value, which may be personal. */
  @Override
  public String toString() {
    return "Change[to a new value]";
  }
}
