package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The format rules for tokens. */
final class TokenRules {
  static final int SECRET_BYTES = 32;

  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

  private TokenRules() {}

  static String secret(String field, @Nullable String value) {
    String text = Checks.notNull(field, value);
    if (!SECRET.matcher(text).matches()) {
      throw new ValidationException(
          field, "not a token (expected: 43 letters, digits, hyphens and underscores)");
    }
    return text;
  }
}
