package io.zkpersona.storage.transaction;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.ChangeFeedRunner;
import io.zkpersona.storage.repository.change.RunnerOptions;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a manager or a tenant, whose options a caller may choose. The methods without
 * options use the defaults. Thread-safe.
 */
public interface OptionedTransactions extends TransactionOperations {

  /**
   * Runs a block in a transaction or, if the thread is already in one of this manager or tenant, in
   * a savepoint of it. Any {@link Throwable} rolls it back; if the rollback fails too, its failure
   * is added as suppressed.
   *
   * @param options the options of the transaction
   * @param action the block; its transaction is valid until the block returns
   * @throws TransactionException if transactions are disabled, the commit fails, the thread is in a
   *     transaction of another tenant, or a nested transaction has options other than the defaults
   *     or the outer one's
   */
  default void inTransaction(TransactionOptions options, Consumer<? super Transaction> action) {
    this.<RuntimeException>inTransactionThrowing(options, action::accept);
  }

  /**
   * Runs a block in a transaction, as {@link #inTransaction(TransactionOptions, Consumer)} does,
   * and returns its value.
   *
   * @param options the options of the transaction
   * @param function the block; its transaction is valid until the block returns
   * @param <T> the value's type
   * @return the block's value
   * @throws TransactionException as {@link #inTransaction(TransactionOptions, Consumer)} does
   */
  default <T extends @Nullable Object> T callInTransaction(
      TransactionOptions options, Function<? super Transaction, ? extends T> function) {
    return this.<T, RuntimeException>callInTransactionThrowing(options, function::apply);
  }

  /**
   * Runs a block in a transaction, as {@link #inTransaction(TransactionOptions, Consumer)} does;
   * the block may throw a checked exception.
   *
   * @param options the options of the transaction
   * @param action the block
   * @param <X> the exception that the block may throw
   * @throws X if the block throws it; the transaction is rolled back
   * @throws TransactionException as {@link #inTransaction(TransactionOptions, Consumer)} does
   */
  default <X extends Exception> void inTransactionThrowing(
      TransactionOptions options, TransactionAction<X> action) throws X {
    this.<Boolean, X>callInTransactionThrowing(
        options,
        tx -> {
          action.run(tx);
          return true;
        });
  }

  /**
   * Runs a block in a transaction, as {@link #inTransaction(TransactionOptions, Consumer)} does,
   * and returns its value; the block may throw a checked exception.
   *
   * @param options the options of the transaction
   * @param function the block
   * @param <T> the value's type
   * @param <X> the exception that the block may throw
   * @return the block's value
   * @throws X if the block throws it; the transaction is rolled back
   * @throws TransactionException as {@link #inTransaction(TransactionOptions, Consumer)} does
   */
  <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionOptions options, TransactionFunction<T, X> function) throws X;

  @Override
  default <T extends @Nullable Object, X extends Exception> T callInTransactionThrowing(
      TransactionFunction<T, X> function) throws X {
    return callInTransactionThrowing(TransactionOptions.defaults(), function);
  }

  /**
   * Starts a runner of the feed of changes, as {@link ChangeFeed#start} does, that handles and
   * acknowledges the events of a batch in one transaction: what a handler writes in it takes place
   * exactly once. Effects elsewhere may be repeated.
   *
   * <p>If an event fails, the transaction is rolled back, and the events of the batch are handled
   * again, each in its own transaction; a failed event is tried again later. An event also fails if
   * the commit after it does, for example because of a deferred constraint. Transactions are READ
   * COMMITTED; after a deadlock, one runs again.
   *
   * <p>Keep handlers short: a transaction holds a connection and its locks for a whole batch.
   *
   * @param handlers the handlers by the names of the subscriptions. A handler is called by one
   *     thread at a time of all runners, unless a lease expires while it runs
   * @param options the options
   * @return the runner, to be closed before the manager
   * @throws ValidationException if an argument, a name or a handler is null, or a name is invalid
   * @throws TransactionException inside a transaction, or if transactions are disabled
   */
  ChangeFeedRunner startDelivery(
      Map<String, TransactionalChangeHandler> handlers, RunnerOptions options);
}
