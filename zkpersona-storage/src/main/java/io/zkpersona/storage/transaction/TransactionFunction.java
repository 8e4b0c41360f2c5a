package io.zkpersona.storage.transaction;

import org.jspecify.annotations.Nullable;

/**
 * A block that runs inside a transaction and returns a result.
 *
 * @param <T> the type of the result
 * @param <X> the checked exception that it may throw
 */
@FunctionalInterface
public interface TransactionFunction<T extends @Nullable Object, X extends Exception> {

  /**
   * Runs the block.
   *
   * @param tx the transaction; valid until this method returns
   * @return the result for the caller
   * @throws X if the block fails; the transaction is rolled back
   */
  T apply(Transaction tx) throws X;
}
