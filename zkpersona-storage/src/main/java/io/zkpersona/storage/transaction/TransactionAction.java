package io.zkpersona.storage.transaction;

/**
 * What runs inside a transaction and gives nothing back.
 *
 * @param <X> the checked exception it may throw
 */
@FunctionalInterface
public interface TransactionAction<X extends Exception> {

  /**
   * Does the work.
   *
   * @param tx the transaction; valid until this method returns
   * @throws X as the caller allows; it rolls the transaction back
   */
  void run(Transaction tx) throws X;
}
