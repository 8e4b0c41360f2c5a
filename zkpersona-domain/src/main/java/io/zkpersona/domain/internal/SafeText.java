package io.zkpersona.domain.internal;

import org.jspecify.annotations.Nullable;

/** What a {@code toString} may say of a text that is nobody's business. */
public final class SafeText {
  private SafeText() {}

  /** The length of the text, or that there is none. */
  public static String hidden(@Nullable String text) {
    return text == null ? "null" : "[" + text.codePointCount(0, text.length()) + " characters]";
  }
}
