package io.zkpersona.storage.transaction;

import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction: repositories that all work in it. Belongs to the thread that opened it and
 * ends with the block it was given to; used after that, it throws {@link TransactionException}.
 */
public interface Transaction extends Repositories {

  /**
   * Runs a block up to a savepoint: if it throws, only its own effects are undone.
   *
   * @param action the block
   * @param <X> what the block may throw
   * @throws X what the block threw
   * @throws TransactionException if the transaction has ended
   */
  <X extends Exception> void inTransaction(TransactionAction<X> action) throws X;

  /**
   * Runs a block up to a savepoint and returns its value: if it throws, only its own effects are
   * undone.
   *
   * @param function the block
   * @param <T> the value's type
   * @param <X> what the block may throw
   * @return the block's value
   * @throws X what the block threw
   * @throws TransactionException if the transaction has ended
   */
  <T extends @Nullable Object, X extends Exception> T callInTransaction(
      TransactionFunction<T, X> function) throws X;

  /**
   * Lends the transaction's connection, for SQL that this library does not foresee.
   *
   * @param function what to do with it
   * @param <T> the value's type
   * @return the function's value
   * @throws TransactionException if the transaction has ended
   * @throws io.zkpersona.domain.error.ZkPersonaException the translation of an SQLException
   */
  <T extends @Nullable Object> T withConnection(ConnectionFunction<T> function);
}
