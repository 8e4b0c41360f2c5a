package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/** What the texts of a user must look like. */
final class UserRules {
  private static final int MAX_EMAIL = 255;
  private static final int MIN_USERNAME = 3;
  private static final int MAX_USERNAME = 100;

  private UserRules() {}

  /** The shape only: whether mail arrives there, only sending one tells. */
  static @Nullable String email(@Nullable String email) {
    Checks.nullableText("email", email, 1, MAX_EMAIL);
    if (email != null && !looksLikeEmail(email)) {
      throw new ValidationException(
          "email", "no e-mail address (expected: name@host.domain without spaces)");
    }
    return email;
  }

  static @Nullable String username(@Nullable String username) {
    return Checks.nullableText("username", username, MIN_USERNAME, MAX_USERNAME);
  }

  private static boolean looksLikeEmail(String email) {
    int at = email.indexOf('@');
    String domain = email.substring(at + 1);
    return at > 0
        && domain.indexOf('@') < 0
        && domain.indexOf('.') > 0
        && !domain.endsWith(".")
        && !domain.contains("..")
        && email.codePoints().noneMatch(UserRules::isSpaceOrControl);
  }

  private static boolean isSpaceOrControl(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.isISOControl(codePoint);
  }
}
