package io.zkpersona.domain.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Rejects text that {@code jsonb} rejects or would store as something else. */
final class JsonCheck {
  static final int MAX_DEPTH = 1_000;

  /** Slightly less than the capacity of {@code jsonb} (2^28 - 1 bytes). */
  static final int MAX_BYTES = 255 << 20;

  private static final String FIELD = "json";
  private static final int ESCAPE_LENGTH = 6;
  private static final int NOT_HEX = -1;

  private JsonCheck() {}

  static void check(String text) {
    size(text, MAX_BYTES);
    Checks.wellFormed(FIELD, text);
    escapes(text);
    syntax(text);
  }

  static void size(String text, int maxBytes) {
    long bytes = text.length();
    // A char takes at most three bytes, so a short text needs no counting.
    if (bytes > maxBytes / 3) {
      bytes = 0;
      for (int i = 0; i < text.length() && bytes <= maxBytes; i++) {
        char c = text.charAt(i);
        // A surrogate is half of a four-byte character.
        bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
    }
    if (bytes > maxBytes) {
      throw new ValidationException(
          FIELD, "too large (expected: at most " + maxBytes + " bytes of UTF-8)");
    }
  }

  /** Rejects escaped NULs and lone surrogates, which the parser accepts. */
  private static void escapes(String text) {
    int i = text.indexOf('\\');
    while (i >= 0) {
      int next = i + 2;
      int unit = escapedUnit(text, i);
      if (unit == 0) {
        throw new ValidationException(
            FIELD, "an escaped NUL at character " + i + " (expected: text without it)");
      }
      if (unit != NOT_HEX && Character.isSurrogate((char) unit)) {
        int second = escapedUnit(text, i + ESCAPE_LENGTH);
        if (Character.isLowSurrogate((char) unit)
            || second == NOT_HEX
            || !Character.isLowSurrogate((char) second)) {
          throw new ValidationException(
              FIELD,
              "an escaped lone surrogate at character " + i + " (expected: well-formed Unicode)");
        }
        next = i + 2 * ESCAPE_LENGTH;
      }
      i = text.indexOf('\\', next);
    }
  }

  /**
   * Returns the UTF-16 unit escaped at this position, or {@link #NOT_HEX} if there is no such
   * escape.
   */
  private static int escapedUnit(String text, int at) {
    if (!text.startsWith("\\u", at) || at + ESCAPE_LENGTH > text.length()) {
      return NOT_HEX;
    }
    int unit = 0;
    for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : NOT_HEX;
      if (digit < 0) {
        return NOT_HEX;
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }

  private static void syntax(String text) {
    try (JsonParser parser = JsonReader.open(text)) {
      int depth = 0;
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new ValidationException(FIELD, "no value (expected: one JSON value)");
      }
      do {
        if (token.isStructStart()) {
          depth++;
          if (depth > MAX_DEPTH) {
            throw new ValidationException(
                FIELD, "nested too deeply (expected: at most " + MAX_DEPTH + " levels)");
          }
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token.isNumeric() && !JsonNumber.fits(parser, token)) {
          throw new ValidationException(
              FIELD,
              "a number with too many digits at "
                  + place(parser.currentTokenLocation())
                  + " (expected: at most 131072 digits before the decimal point and 16383 after)");
        }
        token = parser.nextToken();
        if (depth == 0 && token != null) {
          throw new ValidationException(
              FIELD,
              "unexpected text at "
                  + place(parser.currentTokenLocation())
                  + " (expected: one JSON value and nothing after it)");
        }
      } while (token != null);
    } catch (JsonProcessingException malformed) {
      // The cause is dropped because its message quotes the text.
      throw new ValidationException(
          FIELD, "malformed at " + place(malformed.getLocation()) + " (expected: valid JSON)");
    } catch (IOException e) {
      throw new UncheckedIOException("reading JSON from a string failed", e);
    }
  }

  private static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
