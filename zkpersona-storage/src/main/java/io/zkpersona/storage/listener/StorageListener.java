package io.zkpersona.storage.listener;

import io.zkpersona.domain.error.ErrorCode;

/**
 * Observes a manager: metrics, traces, audits of slow operations. Given to {@code
 * DatabaseManager.builder(config).listener(listener)}.
 *
 * <p>Methods are called by many threads at once, and synchronously: the time that a listener takes
 * is added to the call, and while an operation of a transaction is reported, its connection is in
 * use. A listener must not call the manager. The first exception that a listener throws is logged
 * at WARN; it and all later ones are ignored, and neither affects the call.
 */
public interface StorageListener {

  /**
   * Called on the calling thread before an operation starts, that is, before it waits for a
   * connection.
   *
   * @param operation the name of the operation, for example {@code users.find_by_id}; one of a
   *     fixed set
   * @param kind its kind, which tells whether it ends on this thread
   * @return called once when the operation has finished
   */
  default OperationScope operationStarted(String operation, OperationKind kind) {
    return OperationScope.NONE;
  }

  /**
   * Called when the library refuses the result of an operation that has finished successfully, so
   * that its call fails: a proof's statement is established, a pending proof has expired, or
   * partitions are still referred to. A call that finds no row, or a changed one, is not reported
   * here.
   *
   * @param operation the name of the operation
   * @param error the code of the exception that the call throws
   */
  default void operationRefused(String operation, ErrorCode error) {}

  /**
   * Called when a block in a transaction returns or throws, after its last attempt. Transactions of
   * the host, and nested ones, are not reported.
   *
   * @param transaction what happened
   */
  default void transactionFinished(FinishedTransaction transaction) {}

  /**
   * Called for each migration that was applied, or failed, while the manager was opened.
   *
   * @param migration what happened
   */
  default void migrationFinished(FinishedMigration migration) {}
}
