package io.zkpersona.storage.transaction;

/** How a transaction ended. */
public enum Completion {

  /** Everything it did is stored. */
  COMMITTED,

  /** Nothing it did is stored. */
  ROLLED_BACK,

  /** The answer to its commit was lost: all of it is stored, or nothing. */
  UNKNOWN
}
