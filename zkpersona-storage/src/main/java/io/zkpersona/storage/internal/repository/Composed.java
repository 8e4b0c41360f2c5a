package io.zkpersona.storage.internal.repository;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks names up in composed form (Unicode normalization form C), in which they are stored, and
 * then, if it differs, in the given form, which older rows may have.
 */
public final class Composed {

  private Composed() {}

  /** Returns a name in the form in which new rows store it. */
  public static String of(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /** Returns the spellings to look for, in order. */
  public static List<String> spellings(String name) {
    String composed = of(name);
    return composed.equals(name) ? List.of(name) : List.of(composed, name);
  }

  /** Returns the result for the first spelling that finds anything. */
  public static <T> Optional<T> first(String name, Function<String, Optional<T>> find) {
    return spellings(name).stream().flatMap(spelling -> find.apply(spelling).stream()).findFirst();
  }
}
