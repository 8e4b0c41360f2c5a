package io.zkpersona.storage.cache;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Names cached values: those of one kind about one user, or about all users. Immutable.
 *
 * @param kind the kind
 * @param user the user; null for all users
 */
public record CacheSubject(CacheKind kind, @Nullable UserId user) {

  /**
   * Checks the components.
   *
   * @throws ValidationException if {@code kind} is null
   */
  public CacheSubject {
    if (kind == null) {
      throw new ValidationException("kind", "null (expected: a value)");
    }
  }
}
