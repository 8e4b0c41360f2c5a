package io.zkpersona.storage.internal.repository;

import java.text.Normalizer;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks names up as they are stored, composed (Unicode's normalization form C), and then, where
 * that is another text, as given: old rows hold what they were given.
 */
final class Composed {

  private Composed() {}

  /** What is found by the first spelling of a name that finds anything. */
  static <T> Optional<T> first(String name, Function<String, Optional<T>> find) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    Optional<T> found = find.apply(composed);
    return found.isEmpty() && !composed.equals(name) ? find.apply(name) : found;
  }
}
