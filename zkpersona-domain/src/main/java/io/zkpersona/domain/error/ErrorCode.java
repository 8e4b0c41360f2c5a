package io.zkpersona.domain.error;

/** What went wrong, as a code that stays the same from version to version. */
public enum ErrorCode {
  /** No such user. */
  USER_NOT_FOUND("ZKP-101", false),
  /** No such behavior session. */
  SESSION_NOT_FOUND("ZKP-102", false),
  /** No such entity of another type. */
  ENTITY_NOT_FOUND("ZKP-103", false),
  /** A value that has to be unique is taken. */
  DUPLICATE("ZKP-201", false),
  /** A reference to something that does not exist. */
  MISSING_REFERENCE("ZKP-202", false),
  /** The entity was changed by somebody else since it was read. */
  STALE("ZKP-203", false),
  /** The entity's state does not allow this step. */
  INVALID_TRANSITION("ZKP-204", false),
  /** What is left of a sponsor's budget for the day does not cover a reservation. */
  BUDGET_EXCEEDED("ZKP-205", false),
  /** What was claimed is no longer the claimant's. */
  CLAIM_LOST("ZKP-206", false),
  /** Something still refers to what was to be deleted. */
  STILL_REFERENCED("ZKP-207", false),
  /** A value breaks a rule. */
  VALIDATION("ZKP-301", false),
  /** A cursor that was not made by this library for this query. */
  INVALID_CURSOR("ZKP-302", false),
  /** A reputation score outside its range. */
  INVALID_REPUTATION_SCORE("ZKP-303", false),
  /** A proof does not prove what it claims, or could not be checked. */
  PROOF_VERIFICATION_FAILED("ZKP-401", false),
  /** A proof is past the time until which it counts. */
  EXPIRED_PROOF("ZKP-402", false),
  /** The caller may not do this. */
  INSUFFICIENT_PERMISSIONS("ZKP-403", false),
  /** A statement was proven before, where it may be proven once. */
  DUPLICATE_STATEMENT("ZKP-404", false),
  /** A nullifier was spent as often as it may be. */
  NULLIFIER_SPENT("ZKP-405", false),
  /** A challenge, token or user that does not let anybody in. */
  SIGN_IN_REFUSED("ZKP-406", false),
  /** A user has as many pending proofs of one statement as may wait for a verdict. */
  TOO_MANY_CANDIDATES("ZKP-407", false),
  /** The database can't be reached, or the connection was lost. */
  DATABASE_UNAVAILABLE("ZKP-501", true),
  /** A transaction can't be begun, used or ended this way. */
  TRANSACTION("ZKP-502", false),
  /** The database gave up a transaction in favor of another one. */
  TRANSACTION_CONFLICT("ZKP-503", true),
  /** A statement, or its wait for a lock, took longer than allowed. */
  STATEMENT_TIMEOUT("ZKP-504", true),
  /** A stored value can't be read as its type, or the other way around. */
  SERIALIZATION("ZKP-505", false),
  /** More rows match than one call returns. */
  RESULT_TOO_LARGE("ZKP-506", false),
  /** A bulk call that commits in chunks ended before its source did. */
  BULK_INTERRUPTED("ZKP-507", false),
  /** The table of behavior inputs can't be partitioned, or its partitions changed, this way. */
  INPUT_PARTITIONS("ZKP-508", false),
  /**
   * A write or a commit was sent and its answer was lost: it may have been done. Repeating it
   * blindly may do it twice.
   */
  OUTCOME_UNKNOWN("ZKP-509", false),
  /** A call or a transaction was not done within the deadline that its caller gave it. */
  DEADLINE_EXCEEDED("ZKP-510", true),
  /** Any other error of the database. */
  DATABASE("ZKP-599", false),
  /** The manager, or a writer of it, was closed. */
  CLOSED("ZKP-601", false),
  /** The schema can't be brought, or is not, to the version that is needed. */
  MIGRATION("ZKP-602", false),
  /** A setting is missing or wrong. */
  CONFIGURATION("ZKP-603", false);

  private final String code;
  private final boolean retryable;

  ErrorCode(String code, boolean retryable) {
    this.code = code;
    this.retryable = retryable;
  }

  /** The code as text, such as {@code ZKP-101}; never reused for anything else. */
  public String code() {
    return code;
  }

  /**
   * Whether the same call, repeated unchanged a little later, may succeed. Nothing of it was kept,
   * so repeating it does nothing twice; where that is not certain, the code is {@link
   * #OUTCOME_UNKNOWN}, which is not retryable.
   */
  public boolean retryable() {
    return retryable;
  }
}
