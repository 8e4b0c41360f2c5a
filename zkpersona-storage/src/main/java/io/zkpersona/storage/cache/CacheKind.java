package io.zkpersona.storage.cache;

/** The kinds of cached values; each belongs to a user. */
public enum CacheKind {
  /** The user's row. */
  USER,
  /** The names of the user's permissions, and until when they hold. */
  PERMISSIONS,
  /** The sessions of the user that are neither revoked nor expired, if the user is active. */
  SESSIONS,
  /** The user's reputation records in force. */
  REPUTATION
}
