package io.zkpersona.storage.transaction;

/**
 * A block that runs inside a transaction and returns no result.
 *
 * @param <X> the checked exception that it may throw
 */
@FunctionalInterface
public interface TransactionAction<X extends Exception> {

  /**
   * Runs the block.
   *
   * @param tx the transaction; valid until this method returns
   * @throws X if the block fails; the transaction is rolled back
   */
  void run(Transaction tx) throws X;
}
