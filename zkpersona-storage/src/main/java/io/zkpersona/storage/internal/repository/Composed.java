package io.zkpersona.storage.internal.repository;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks names up as they are stored, composed (Unicode's normalization form C), and then, where
 * that is another text, as given: old rows hold what they were given.
 */
public final class Composed {

  private Composed() {}

  /** A name as new rows hold it. */
  public static String of(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /** As what a name is looked for, one after the other. */
  public static List<String> spellings(String name) {
    String composed = of(name);
    return composed.equals(name) ? List.of(name) : List.of(composed, name);
  }

  /** The result for the first spelling of a name that finds anything. */
  public static <T> Optional<T> first(String name, Function<String, Optional<T>> find) {
    return spellings(name).stream().flatMap(spelling -> find.apply(spelling).stream()).findFirst();
  }
}
