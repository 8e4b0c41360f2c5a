package io.zkpersona.domain.validation;

import io.zkpersona.domain.error.ValidationException;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rules for human-readable names, which ensure that names no reader can tell apart are one
 * name: normalized to Unicode's form C, without invisible characters, and without white space other
 * than U+0020 between other characters.
 *
 * <p>Visible characters that look alike are not detected: Latin {@code a} and Cyrillic {@code а},
 * full-width {@code Ａ}, a digit and a letter, or names that mix scripts. Detecting them requires
 * tables (Unicode Technical Standard 39) that Java does not contain. Letter case is not changed.
 */
public final class Names {
  private static final String VISIBLE = "visible characters, with U+0020 between them";

  private Names() {}

  /**
   * Returns a normalized name whose length in code points is within the bounds before and after
   * normalization.
   *
   * @return the name, normalized
   * @throws ValidationException if it violates the rules; the message reveals no visible character
   */
  public static String name(
      String field, @Nullable String value, int minCodePoints, int maxCodePoints) {
    String name = composed(field, Checks.text(field, value, minCodePoints, maxCodePoints));
    Checks.text(field, name, minCodePoints, maxCodePoints);
    if (isSpaceAt(name, 0) || isSpaceAt(name, name.length() - 1)) {
      String where = name.isBlank() ? "only white space" : "white space at the start or end";
      throw new ValidationException(field, where + " (expected: " + VISIBLE + ")");
    }
    return name;
  }

  /**
   * Rejects a name that can be read but not stored as new.
   *
   * @throws ValidationException if the value violates the rules or is not normalized
   */
  public static void checkNew(String field, String value, int minCodePoints, int maxCodePoints) {
    if (!name(field, value, minCodePoints, maxCodePoints).equals(value)) {
      throw new ValidationException(
          field, "not normalized (expected: Unicode normalization form C)");
    }
  }

  /**
   * Returns a normalized text of any length.
   *
   * @return the text, normalized
   * @throws ValidationException if it contains invisible characters, or white space other than
   *     U+0020
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
      // These code points are permanently unassigned, unlike those of a Unicode version newer than
      // Java's.
      case Character.UNASSIGNED ->
          (codePoint & 0xfffe) == 0xfffe || (codePoint >= 0xfdd0 && codePoint <= 0xfdef);
      default -> isBlank(codePoint);
    };
  }

  /** Tells whether a letter, mark or symbol is invisible: fillers, joiners, variation selectors. */
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
