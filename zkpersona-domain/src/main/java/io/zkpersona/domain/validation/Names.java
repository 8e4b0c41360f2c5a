package io.zkpersona.domain.validation;

import io.zkpersona.domain.error.ValidationException;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rule of names that people read, so that two names that can't be told apart by any reader are
 * one name: composed (Unicode's normalization form C), without characters that can't be seen, and
 * without white space other than single or repeated U+0020 between other characters.
 *
 * <p>It is not looked at whether visible characters look alike: Latin {@code a} and Cyrillic {@code
 * а}, full-width {@code Ａ}, a digit and a letter, or names that mix scripts. For that there are
 * tables (Unicode's technical standard 39) that Java does not have. Letter case is not touched.
 */
public final class Names {
  private static final String VISIBLE = "visible characters, U+0020 between them";

  private Names() {}

  /**
   * A name whose length in code points, composed, is within the bounds.
   *
   * @return the name, composed
   * @throws ValidationException if it breaks the rule; shows no character that can be seen
   */
  public static String name(
      String field, @Nullable String value, int minCodePoints, int maxCodePoints) {
    String name = composed(field, Checks.text(field, value, minCodePoints, maxCodePoints));
    Checks.text(field, name, minCodePoints, maxCodePoints);
    if (isSpaceAt(name, 0) || isSpaceAt(name, name.length() - 1)) {
      String where = name.isBlank() ? "nothing but white space" : "white space at an end";
      throw new ValidationException(field, where + " (expected: " + VISIBLE + ")");
    }
    return name;
  }

  /**
   * Refuses what may be read, but not stored anew.
   *
   * @throws ValidationException if the value breaks the rule, or is not composed
   */
  public static void checkNew(String field, String value, int minCodePoints, int maxCodePoints) {
    if (!name(field, value, minCodePoints, maxCodePoints).equals(value)) {
      throw new ValidationException(
          field, "not composed (expected: Unicode's normalization form C)");
    }
  }

  /**
   * A text of any length.
   *
   * @return the text, composed
   * @throws ValidationException if it holds what can't be seen, or white space other than U+0020
   */
  public static String composed(String field, String value) {
    int codePoint;
    for (int i = 0; i < value.length(); i += Character.charCount(codePoint)) {
      codePoint = value.codePointAt(i);
      if (isUnseen(codePoint)) {
        throw new ValidationException(
            field,
            String.format(Locale.ROOT, "U+%04X at character ", codePoint)
                + i
                + " (expected: "
                + VISIBLE
                + ")");
      }
    }
    return Normalizer.normalize(value, Normalizer.Form.NFC);
  }

  private static boolean isSpaceAt(String text, int index) {
    return !text.isEmpty() && text.charAt(index) == ' ';
  }

  private static boolean isUnseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> codePoint != ' ';
      // No character for ever, unlike those that a later Unicode has and this Java does not know.
      case Character.UNASSIGNED ->
          (codePoint & 0xfffe) == 0xfffe || (codePoint >= 0xfdd0 && codePoint <= 0xfdef);
      default -> isBlank(codePoint);
    };
  }

  /**
   * Letters, marks and symbols of which nothing is shown: fillers, joiners, variation selectors.
   */
  private static boolean isBlank(int codePoint) {
    return switch (codePoint) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
      default ->
          (codePoint >= 0x180b && codePoint <= 0x180f)
              || (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
              || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
    };
  }
}
