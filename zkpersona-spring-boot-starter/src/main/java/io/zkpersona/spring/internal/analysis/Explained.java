package io.zkpersona.spring.internal.analysis;

import io.zkpersona.spring.internal.Settings;
import java.util.Locale;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Splits the library's messages, which end with the expectation and the next step. */
final class Explained {

  private static final String EXPECTED = " (expected: ";

  private Explained() {}

  /**
   * Creates the analysis of a failure.
   *
   * @param message its message
   * @param otherwise the next step if the message names none
   */
  static FailureAnalysis analysis(String message, String otherwise, Throwable failure) {
    String text = Settings.named(message);
    int at = text.indexOf(EXPECTED);
    if (at < 0) {
      return new FailureAnalysis(text, otherwise, failure);
    }
    String expected = text.substring(at + EXPECTED.length());
    int end = expected.lastIndexOf(')');
    String step = end < 0 ? expected : expected.substring(0, end) + expected.substring(end + 1);
    return new FailureAnalysis(
        text.substring(0, at), "Expected: " + step + "." + optional(otherwise), failure);
  }

  private static String optional(String otherwise) {
    return otherwise.isBlank() ? "" : String.format(Locale.ROOT, "%n%s", otherwise);
  }
}
