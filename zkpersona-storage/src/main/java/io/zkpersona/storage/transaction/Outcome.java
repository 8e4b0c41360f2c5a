package io.zkpersona.storage.transaction;

/** What became of a write whose answer was lost. */
public enum Outcome {
  /** It was committed, once. */
  COMMITTED,
  /** Nothing of it was kept, and nothing will be; it may be repeated. */
  NOT_COMMITTED,
  /** The server still works on it, or on its end; ask again a little later. */
  IN_PROGRESS,
  /**
   * The database can't tell: nothing that was written has an id to look for, the server no longer
   * remembers the transaction, or another server took over since. Look at what was written.
   */
  UNKNOWN
}
