package io.zkpersona.domain.change;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The change returned by {@link Change#clear()}. */
final class ClearChange<T> implements Change<T> {
  static final ClearChange<?> INSTANCE = new ClearChange<>();

  private ClearChange() {}

  @Override
  public @Nullable T applyTo(@Nullable T current) {
    return null;
  }

  @Override
  public Optional<T> value() {
    return Optional.empty();
  }

  @Override
  public <R> Change<R> map(Function<? super T, ? extends R> mapper) {
    return Change.clear();
  }

  @Override
  public String toString() {
    return "Change[clear]";
  }
}
