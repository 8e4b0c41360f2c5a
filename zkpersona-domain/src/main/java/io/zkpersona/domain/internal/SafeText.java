package io.zkpersona.domain.internal;

import org.jspecify.annotations.Nullable;

/** Describes confidential texts for {@code toString}. */
public final class SafeText {
  private SafeText() {}

  /** Returns the length of the text, or that it is null. */
  public static String hidden(@Nullable String text) {
    return text == null ? "null" : "[" + text.codePointCount(0, text.length()) + " characters]";
  }
}
