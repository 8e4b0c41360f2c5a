package io.zkpersona.storage.transaction;

/** The outcome of a write whose answer was lost. */
public enum Outcome {
  /** The write was committed, once. */
  COMMITTED,
  /** Nothing was or will be stored; the write may be repeated. */
  NOT_COMMITTED,
  /** The server is still executing, committing or rolling back the write; ask again later. */
  IN_PROGRESS,
  /**
   * The database can't tell: the write has no id to look for, the server no longer knows the
   * transaction, or another server has taken over. Inspect the data.
   */
  UNKNOWN
}
