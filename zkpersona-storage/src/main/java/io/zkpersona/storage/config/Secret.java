package io.zkpersona.storage.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A password or key that stays out of logs: {@link #toString()} shows {@code ****}, and only {@link
 * #reveal()} returns the text. Immutable and thread-safe.
 */
public final class Secret {

  /** The text shown in place of a secret. */
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
   * Returns the secret text. Pass it only to code that needs it.
   *
   * @return the secret text
   */
  public String reveal() {
    return text;
  }

  /** Compares the texts in constant time, so that the duration reveals nothing about them. */
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

  /** Returns {@code ****} for any secret. */
  @Override
  public String toString() {
    return MASK;
  }
}
