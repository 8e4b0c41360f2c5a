package io.zkpersona.storage.internal.error;

/** How far a call had come when it failed, which decides whether its outcome is known. */
public enum Moment {
  /** No connection was there yet, so nothing was sent. */
  CONNECTING,
  /** Something was sent that keeps nothing by itself: a read, or a part of an open transaction. */
  SENT,
  /** A statement that writes was sent outside a transaction: its success commits it. */
  WRITE_SENT,
  /** The commit of a transaction that wrote was sent. */
  COMMIT_SENT;

  /** Whether a lost answer leaves open what was stored. */
  boolean mayHaveCommitted() {
    return this == WRITE_SENT || this == COMMIT_SENT;
  }
}
