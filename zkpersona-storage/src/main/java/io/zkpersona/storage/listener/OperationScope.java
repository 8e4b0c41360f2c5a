package io.zkpersona.storage.listener;

/** Learns the end of one operation; obtained when it started. */
@FunctionalInterface
public interface OperationScope {

  /** Ignores the end. */
  OperationScope NONE = finished -> {};

  /**
   * Called once when the operation has finished, successfully or not: on the thread on which it
   * started and before any operation around it ends, unless its kind is {@linkplain
   * OperationKind#isDetached() detached}.
   *
   * @param finished what happened
   */
  void finished(FinishedOperation finished);
}
