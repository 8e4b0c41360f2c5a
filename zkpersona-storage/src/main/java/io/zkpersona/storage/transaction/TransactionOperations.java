package io.zkpersona.storage.transaction;

import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.ZkPersonaException;
import org.jspecify.annotations.Nullable;

/**
 * What a manager and an open transaction have in common: code that is given one of them works in
 * its caller's transaction if there is one, and in one of its own if not.
 */
public interface TransactionOperations {

  /**
   * Runs a block in a transaction, or, where one is open already, up to a savepoint of it. Whatever
   * the block throws undoes everything it did; should that fail too, the failure is added as
   * suppressed.
   *
   * @param action the block
   * @param <X> what the block may throw
   * @throws X what the block threw
   * @throws TransactionException if transactions are switched off, the commit failed, or the
   *     transaction has ended
   */
  default <X extends Exception> void inTransaction(TransactionAction<X> action) throws X {
    this.<Boolean, X>callInTransaction(
        tx -> {
          action.run(tx);
          return true;
        });
  }

  /**
   * Runs a block as {@link #inTransaction} does and returns its value.
   *
   * @param function the block
   * @param <T> the value's type
   * @param <X> what the block may throw
   * @return the block's value
   * @throws X what the block threw
   * @throws TransactionException if transactions are switched off, the commit failed, or the
   *     transaction has ended
   */
  <T extends @Nullable Object, X extends Exception> T callInTransaction(
      TransactionFunction<T, X> function) throws X;

  /**
   * Lends a connection, the transaction's where one is open, for SQL that this library does not
   * foresee.
   *
   * @param function what to do with it
   * @param <T> the value's type
   * @return the function's value
   * @throws TransactionException if the transaction has ended, or a manager is asked by a thread
   *     that is inside a transaction, whose own {@code withConnection} is meant then
   * @throws ZkPersonaException the translation of an SQLException
   */
  <T extends @Nullable Object> T withConnection(ConnectionFunction<T> function);
}
