package io.zkpersona.storage.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A password or key that stays out of logs: {@link #toString()} shows {@code ****}, and only {@link
 * #reveal()} gives the text. Immutable and safe for use by many threads.
 */
public final class Secret {

  /** What is shown in place of a secret. */
  static final String MASK = "****";

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * Wraps a secret text.
   *
   * @param text the secret; not null
   * @return the wrapped secret
   */
  public static Secret of(String text) {
    return new Secret(Objects.requireNonNull(text, "text"));
  }

  /**
   * Gives the secret itself, for handing it to what needs it and nothing else.
   *
   * @return the secret text
   */
  public String reveal() {
    return text;
  }

  /** Compares the texts without giving away by its duration how much of them is the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Gives {@code ****}, whatever the secret is. */
  @Override
  public String toString() {
    return MASK;
  }
}
