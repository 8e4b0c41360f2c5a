package io.zkpersona.storage.transaction;

import io.zkpersona.domain.error.OutcomeUnknownException;
import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.error.ZkPersonaException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a manager and an open transaction have in common: code that is given one of them works in
 * its caller's transaction if there is one, and in one of its own if not.
 *
 * <p>The plain methods take a block without checked exceptions, and their calls compile without
 * type arguments, from Kotlin too. Their {@code Throwing} twins let a checked exception of the
 * block's through as the type that it is.
 */
public interface TransactionOperations {

  /**
   * Runs a block in a transaction, or, where one is open already, up to a savepoint of it. Whatever
   * the block throws undoes everything it did; should that fail too, the failure is added as
   * suppressed.
   *
   * @param action the block; the transaction that it is given is valid until it returns
   * @throws TransactionException if transactions are switched off, the commit failed, or the
   *     transaction has ended
   */
  default void inTransaction(Consumer<? super Transaction> action) {
    this.<RuntimeException>inTransactionThrowing(action::accept);
  }

  /**
   * Runs a block as {@link #inTransaction} does and returns its value.
   *
   * @param function the block; the transaction that it is given is valid until it returns
   * @param <T> the value's type
   * @return the block's value
   * @throws TransactionException if transactions are switched off, the commit failed, or the
   *     transaction has ended
   */
  default <T extends @Nullable Object> T callInTransaction(
      Function<? super Transaction, ? extends T> function) {
    return this.<T, RuntimeException>callInTransactionThrowing(function::apply);
  }

  /**
   * Runs a block as {@link #inTransaction} does; the block may throw a checked exception.
   *
   * @param action the block
   * @param <X> what the block may throw
   * @throws X what the block threw
   * @throws TransactionException if transactions are switched off, the commit failed, or the
   *     transaction has ended
   */
  default <X extends Exception> void inTransactionThrowing(TransactionAction<X> action) throws X {
    this.<Boolean, X>callInTransactionThrowing(
        tx -> {
          action.run(tx);
          return true;
        });
  }

  /**
   * Runs a block as {@link #inTransaction} does and returns its value; the block may throw a
   * checked exception.
   *
   * @param function the block
   * @param <T> the value's type
   * @param <X> what the block may throw
   * @return the block's value
   * @throws X what the block threw
   * @throws TransactionException if transactions are switched off, the commit failed, or the
   *     transaction has ended
   */
  <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionFunction<T, X> function) throws X;

  /**
   * Lends a connection, the transaction's where one is open, for SQL that this library does not
   * foresee. Behind a pooler that shares sessions, what is set for the session stays in it for
   * other clients, and the limits of statements and locks are in force inside a transaction only.
   *
   * @param function what to do with it
   * @param <T> the value's type
   * @return the function's value
   * @throws TransactionException if the transaction has ended, or a manager is asked by a thread
   *     that is inside a transaction, whose own {@code withConnection} is meant then
   * @throws OutcomeUnknownException if the connection broke outside a transaction: what the
   *     function sent may have written
   * @throws ZkPersonaException the translation of an SQLException
   */
  <T extends @Nullable Object> T withConnection(ConnectionFunction<T> function);
}
