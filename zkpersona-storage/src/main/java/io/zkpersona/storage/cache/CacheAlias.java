package io.zkpersona.storage.cache;

import io.zkpersona.domain.error.ValidationException;

/**
 * A unique value by which a user is looked up, such as a wallet, as a hash that does not show it.
 * Immutable.
 *
 * @param kind the kind of value that is looked up by it
 * @param hash the SHA-256 hash of the unique value, in URL-safe Base64
 */
public record CacheAlias(CacheKind kind, String hash) {

  /**
   * Checks the components.
   *
   * @throws ValidationException if a component is null
   */
  public CacheAlias {
    if (kind == null) {
      throw new ValidationException("kind", "null (expected: a value)");
    }
    if (hash == null) {
      throw new ValidationException("hash", "null (expected: a value)");
    }
  }

  @Override
  public String toString() {
    return "CacheAlias[" + kind + "]";
  }
}
