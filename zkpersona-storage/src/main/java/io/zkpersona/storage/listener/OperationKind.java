package io.zkpersona.storage.listener;

/** The kind of an operation, which determines what its duration includes and where it ends. */
public enum OperationKind {

  /** One call of a repository, which may send several statements. */
  CALL(false),

  /**
   * One attempt of a transaction, from its wait for a connection to its end. Its calls are
   * operations inside it.
   */
  TRANSACTION(false),

  /**
   * A stream, until it is closed: its duration includes the time that its reader takes. Other
   * operations of the thread may start before it ends.
   */
  STREAM(true),

  /** One row in a group commit, from the call until it is committed, which another thread does. */
  GROUP_COMMIT_ROW(true);

  private final boolean detached;

  OperationKind(boolean detached) {
    this.detached = detached;
  }

  /**
   * Tells whether the operation may end on another thread, or after operations that started later.
   * A tracer must not make its span the current one of the thread.
   */
  public boolean isDetached() {
    return detached;
  }
}
