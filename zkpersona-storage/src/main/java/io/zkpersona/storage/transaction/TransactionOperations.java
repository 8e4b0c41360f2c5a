package io.zkpersona.storage.transaction;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.TransactionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations shared by a manager and an open transaction. Code that receives this type works in
 * its caller's transaction if there is one, and otherwise in a new one.
 *
 * <p>The plain methods take a block without checked exceptions; calls compile without type
 * arguments, also from Kotlin. Their {@code Throwing} variants propagate a checked exception of the
 * block with its own type.
 */
public interface TransactionOperations {

  /**
   * Runs a block in a transaction or, if one is already open, in a savepoint of it. Any {@link
   * Throwable} from the block rolls back its changes; if the rollback fails too, its failure is
   * added as suppressed.
   *
   * @param action the block; its transaction is valid until the block returns
   * @throws TransactionException if transactions are disabled, the commit fails, or the transaction
   *     has ended
   */
  default void inTransaction(Consumer<? super Transaction> action) {
    this.<RuntimeException>inTransactionThrowing(action::accept);
  }

  /**
   * Runs a block as {@link #inTransaction} does and returns its value.
   *
   * @param function the block; its transaction is valid until the block returns
   * @param <T> the value's type
   * @return the block's value
   * @throws TransactionException if transactions are disabled, the commit fails, or the transaction
   *     has ended
   */
  default <T extends @Nullable Object> T callInTransaction(
      Function<? super Transaction, ? extends T> function) {
    return this.<T, RuntimeException>callInTransactionThrowing(function::apply);
  }

  /**
   * Runs a block as {@link #inTransaction} does; the block may throw a checked exception.
   *
   * @param action the block
   * @param <X> the exception that the block may throw
   * @throws X if the block throws it; its changes are rolled back
   * @throws TransactionException if transactions are disabled, the commit fails, or the transaction
   *     has ended
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
   * @param <X> the exception that the block may throw
   * @return the block's value
   * @throws X if the block throws it; its changes are rolled back
   * @throws TransactionException if transactions are disabled, the commit fails, or the transaction
   *     has ended
   */
  <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionFunction<T, X> function) throws X;

  /**
   * Lends a connection, which is the transaction's if one is open, for SQL that this library does
   * not provide. Behind a pooler that shares sessions, session settings leak to other clients, and
   * statement and lock timeouts apply only inside a transaction.
   *
   * @param function the function that uses it
   * @param <T> the value's type
   * @return the function's value
   * @throws TransactionException if the transaction has ended, or if a manager's method is called
   *     inside a transaction of the same thread; use the transaction's {@code withConnection} there
   * @throws OutcomeUnknownException if the connection broke outside a transaction; the function's
   *     statements may have been committed
   * @throws ZkPersonaException if the function throws an SQLException, as its translation
   */
  <T extends @Nullable Object> T withConnection(ConnectionFunction<T> function);
}
