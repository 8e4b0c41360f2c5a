package io.zkpersona.storage.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Percent-encoding of UTF-8 text in URLs, strict in both directions. */
final class PercentEncoding {

  private static final String UNRESERVED = "-._~";

  private PercentEncoding() {}

  /**
   * Decodes one part of a URL.
   *
   * @param plusIsSpace whether {@code +} stands for a space, as in the driver's own URLs
   * @return the text; null if it is malformed, not UTF-8 or contains a NUL
   */
  static @Nullable String decode(String encoded, boolean plusIsSpace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    int position = 0;
    while (position < encoded.length()) {
      char c = encoded.charAt(position);
      if (c == '%') {
        int end = position + 3;
        if (end > encoded.length()
            || !HexFormat.isHexDigit(encoded.charAt(position + 1))
            || !HexFormat.isHexDigit(encoded.charAt(position + 2))) {
          return null;
        }
        bytes.write(HexFormat.fromHexDigits(encoded, position + 1, end));
        position = end;
      } else {
        int end = encoded.indexOf('%', position);
        String literal = encoded.substring(position, end < 0 ? encoded.length() : end);
        byte[] utf8 = utf8(plusIsSpace ? literal.replace('+', ' ') : literal);
        if (utf8 == null) {
          return null;
        }
        bytes.writeBytes(utf8);
        position += literal.length();
      }
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      return text.indexOf('\0') < 0 ? text : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * Encodes everything but letters, digits and {@code -._~}, so that all parsers decode it alike.
   */
  static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static byte @Nullable [] utf8(String text) {
    try {
      ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
