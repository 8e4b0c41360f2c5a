package io.zkpersona.domain.validation;

import io.zkpersona.domain.error.ValidationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The constants of an enum by their text in the database. Immutable.
 *
 * @param <E> the enum
 */
public final class EnumValues<E extends Enum<E>> {
  private final String name;
  private final Map<String, E> byText;

  private EnumValues(String name, Map<String, E> byText) {
    this.name = name;
    this.byText = byText;
  }

  /** Creates the lookup, once per enum, from the constants in order. */
  public static <E extends Enum<E>> EnumValues<E> of(E[] constants, Function<E, String> text) {
    Map<String, E> byText = new LinkedHashMap<>();
    for (E constant : constants) {
      byText.put(text.apply(constant), constant);
    }
    return new EnumValues<>(constants[0].getDeclaringClass().getSimpleName(), byText);
  }

  /** Returns the constant with this text; the error never repeats the text. */
  public E get(@Nullable String text) {
    E constant = byText.get(text);
    if (constant == null) {
      throw new ValidationException(
          name,
          (text == null ? "null" : "an unknown text of " + text.length() + " characters")
              + " (expected: one of "
              + String.join(", ", byText.keySet())
              + ")");
    }
    return constant;
  }
}
