package io.zkpersona.storage.repository;

import io.zkpersona.domain.error.ValidationException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adapts streams to bulk calls, which read their source once and close it. */
@SuppressWarnings("StreamToIterable")
final class BulkSource {

  private BulkSource() {}

  static <T> BulkResult of(
      String name, @Nullable Stream<T> rows, Function<Iterable<T>, BulkResult> call) {
    if (rows == null) {
      throw new ValidationException(name, "null (expected: a value)");
    }
    try (rows) {
      return call.apply(rows::iterator);
    }
  }

  static <T, E> Stream<E> streamOf(
      String name, @Nullable Stream<T> rows, Function<Iterable<T>, Stream<E>> call) {
    if (rows == null) {
      throw new ValidationException(name, "null (expected: a value)");
    }
    return call.apply(rows::iterator).onClose(rows::close);
  }
}
