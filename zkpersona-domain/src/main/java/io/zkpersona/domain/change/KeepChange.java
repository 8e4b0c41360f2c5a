package io.zkpersona.domain.change;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The change returned by {@link Change#keep()}. */
final class KeepChange<T> implements Change<T> {
  static final KeepChange<?> INSTANCE = new KeepChange<>();

  private KeepChange() {}

  @Override
  public @Nullable T applyTo(@Nullable T current) {
    return current;
  }

  @Override
  public Optional<T> value() {
    return Optional.empty();
  }

  @Override
  public <R> Change<R> map(Function<? super T, ? extends R> mapper) {
    return Change.keep();
  }

  @Override
  public String toString() {
    return "Change[keep]";
  }
}
