package io.zkpersona.storage.transaction;

import org.jspecify.annotations.Nullable;

/**
 * What runs inside a transaction and gives a value back.
 *
 * @param <T> the value's type
 * @param <X> the checked exception it may throw
 */
@FunctionalInterface
public interface TransactionFunction<T extends @Nullable Object, X extends Exception> {

  /**
   * Does the work.
   *
   * @param tx the transaction; valid until this method returns
   * @return a value for the caller
   * @throws X as the caller allows; it rolls the transaction back
   */
  T apply(Transaction tx) throws X;
}
