package io.zkpersona.domain.error;

/** A code for each kind of error, stable across versions. */
public enum ErrorCode {
  /** No such user. */
  USER_NOT_FOUND("ZKP-101", false),
  /** No such behavior session. */
  SESSION_NOT_FOUND("ZKP-102", false),
  /** No such entity of another type. */
  ENTITY_NOT_FOUND("ZKP-103", false),
  /** A unique value is taken. */
  DUPLICATE("ZKP-201", false),
  /** A reference points to a nonexistent entity. */
  MISSING_REFERENCE("ZKP-202", false),
  /** The entity was changed by another writer after it was read. */
  STALE("ZKP-203", false),
  /** The entity's state does not allow this transition. */
  INVALID_TRANSITION("ZKP-204", false),
  /** The remainder of a sponsor's daily budget does not cover a reservation. */
  BUDGET_EXCEEDED("ZKP-205", false),
  /** The claim is no longer valid. */
  CLAIM_LOST("ZKP-206", false),
  /** The entity to be deleted is still referenced. */
  STILL_REFERENCED("ZKP-207", false),
  /** A value violates a rule. */
  VALIDATION("ZKP-301", false),
  /** The cursor was not created by this library for this query. */
  INVALID_CURSOR("ZKP-302", false),
  /** A reputation score is outside its range. */
  INVALID_REPUTATION_SCORE("ZKP-303", false),
  /** A proof has expired. */
  EXPIRED_PROOF("ZKP-402", false),
  /** The caller lacks a permission. */
  INSUFFICIENT_PERMISSIONS("ZKP-403", false),
  /** A statement that may be proven only once was proven before. */
  DUPLICATE_STATEMENT("ZKP-404", false),
  /** A nullifier was spent as often as allowed. */
  NULLIFIER_SPENT("ZKP-405", false),
  /** A challenge, token or user does not permit a sign-in. */
  SIGN_IN_REFUSED("ZKP-406", false),
  /** A user has reached the limit of pending proofs of one statement. */
  TOO_MANY_CANDIDATES("ZKP-407", false),
  /** The database cannot be reached, or the connection was lost. */
  DATABASE_UNAVAILABLE("ZKP-501", true),
  /** A transaction cannot be begun, used or ended this way. */
  TRANSACTION("ZKP-502", false),
  /** The database aborted a transaction in favor of another one. */
  TRANSACTION_CONFLICT("ZKP-503", true),
  /** A statement, or its wait for a lock, took longer than allowed. */
  STATEMENT_TIMEOUT("ZKP-504", true),
  /** A stored value cannot be read as its Java type, or a Java value cannot be stored. */
  SERIALIZATION("ZKP-505", false),
  /** More rows match than one call returns. */
  RESULT_TOO_LARGE("ZKP-506", false),
  /** A bulk call that commits in chunks ended before its source did. */
  BULK_INTERRUPTED("ZKP-507", false),
  /**
   * The table of behavior inputs cannot be partitioned, or its partitions cannot be changed, this
   * way.
   */
  INPUT_PARTITIONS("ZKP-508", false),
  /**
   * The answer to a write or a commit was lost, so it may or may not have happened. Repeating it
   * without checking may write twice.
   */
  OUTCOME_UNKNOWN("ZKP-509", false),
  /** A call or a transaction exceeded the deadline set by its caller. */
  DEADLINE_EXCEEDED("ZKP-510", true),
  /** The state at an instant is unknown: it was not recorded, or was erased. */
  HISTORY_UNAVAILABLE("ZKP-511", false),
  /** Changes can't be recorded, or no longer be recorded, this way. */
  CHANGE_RECORDING("ZKP-512", false),
  /** Changes or their seals are not as they were sealed. */
  SEALS_BROKEN("ZKP-514", false),
  /** The schema is distributed over nodes, which do not support the call. */
  DISTRIBUTED_SCHEMA("ZKP-515", false),
  /** Any other database error. */
  DATABASE("ZKP-599", false),
  /** The manager, or one of its writers, was closed. */
  CLOSED("ZKP-601", false),
  /** The schema is not at the required version, or cannot be migrated to it. */
  MIGRATION("ZKP-602", false),
  /** A setting is missing or invalid. */
  CONFIGURATION("ZKP-603", false);

  private final String code;
  private final boolean retryable;

  ErrorCode(String code, boolean retryable) {
    this.code = code;
    this.retryable = retryable;
  }

  /** Returns the code as text, such as {@code ZKP-101}; never reused for another error. */
  public String code() {
    return code;
  }

  /**
   * Tells whether the same call may succeed if repeated unchanged a little later. Nothing of the
   * failed call was kept, so a repeat has no double effect. If that is uncertain, the code is
   * {@link #OUTCOME_UNKNOWN}, which is not retryable.
   */
  public boolean retryable() {
    return retryable;
  }
}
