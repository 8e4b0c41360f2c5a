package io.zkpersona.storage.transaction;

/** How a transaction ended. */
public enum Completion {

  /** All its changes are stored. */
  COMMITTED,

  /** None of its changes are stored. */
  ROLLED_BACK,

  /** The answer to its commit was lost: either all or none of its changes are stored. */
  UNKNOWN
}
