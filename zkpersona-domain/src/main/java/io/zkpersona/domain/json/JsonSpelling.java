package io.zkpersona.domain.json;

/** Writes the canonical text of a string, a number or a constant. */
final class JsonSpelling {
  private static final String ESCAPED = "\b\t\n\f\r\"\\";
  private static final String ESCAPES = "btnfr\"\\";
  private static final int FIRST_PRINTABLE = 0x20;

  private JsonSpelling() {}

  /**
   * Appends a value that contains no others.
   *
   * @param leaf a String, a {@link JsonNumber}, or an object whose {@code toString} is its JSON
   *     text
   */
  static void append(StringBuilder text, Object leaf) {
    if (leaf instanceof String string) {
      string(text, string);
    } else if (leaf instanceof JsonNumber number) {
      text.append(number.negative() ? "-" : "").append(number.digits());
      if (number.exponent() != 0) {
        text.append('e').append(number.exponent());
      }
    } else {
      text.append(leaf);
    }
  }

  private static void string(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      int escape = ESCAPED.indexOf(c);
      if (escape >= 0) {
        text.append('\\').append(ESCAPES.charAt(escape));
      } else if (c < FIRST_PRINTABLE) {
        text.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
