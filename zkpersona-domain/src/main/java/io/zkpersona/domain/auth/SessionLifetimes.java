package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;

/**
 * The lifetimes of a session's tokens, counted from their issue: 1 second to 3650 days, truncated
 * to microseconds. Immutable and thread-safe.
 *
 * @param access the lifetime of the access token
 * @param refresh the lifetime of the refresh token, at least {@code access}
 */
public record SessionLifetimes(Duration access, Duration refresh) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is null or out of range, or {@code refresh} is shorter
   *     than {@code access}
   */
  public SessionLifetimes {
    access = Lifetimes.lifetime("access", access);
    refresh = Lifetimes.lifetime("refresh", refresh);
    if (refresh.compareTo(access) < 0) {
      throw new ValidationException(
          "refresh", "shorter than access (expected: at least as long as access)");
    }
  }
}
