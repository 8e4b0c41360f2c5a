package io.zkpersona.storage.internal.error;

/** The progress of a call when it failed, which decides whether its outcome is known. */
public enum Moment {
  /** There was no connection yet, so nothing was sent. */
  CONNECTING,
  /**
   * A statement was sent that commits nothing by itself: a read, or part of an open transaction.
   */
  SENT,
  /** A write was sent outside a transaction: its success commits it. */
  WRITE_SENT,
  /** The commit of a transaction that wrote was sent. */
  COMMIT_SENT;

  /** Tells whether a lost answer leaves the outcome unknown. */
  boolean mayHaveCommitted() {
    return this == WRITE_SENT || this == COMMIT_SENT;
  }
}
