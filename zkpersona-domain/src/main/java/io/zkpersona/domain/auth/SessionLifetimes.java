package io.zkpersona.domain.auth;

import io.zkpersona.domain.error.ValidationException;
import java.time.Duration;

/**
 * How long the tokens of a session count from when they are issued: 1 second to 3650 days, cut to
 * microseconds. Immutable and thread-safe.
 *
 * @param access of the access token
 * @param refresh of the refresh token, not shorter
 */
public record SessionLifetimes(Duration access, Duration refresh) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if one is null or out of range, or {@code refresh} is shorter than
   *     {@code access}
   */
  public SessionLifetimes {
    access = Lifetimes.lifetime("access", access);
    refresh = Lifetimes.lifetime("refresh", refresh);
    if (refresh.compareTo(access) < 0) {
      throw new ValidationException("refresh", "shorter than access (expected: not shorter)");
    }
  }
}
