package io.zkpersona.storage.transaction;

import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.repository.Repositories;
import java.util.function.Consumer;

/**
 * An open transaction and the repositories that work in it. It is confined to the thread that
 * opened it and ends with the block that received it; later calls throw {@link
 * TransactionException}.
 */
public interface Transaction extends Repositories, TransactionOperations {

  /** Returns this transaction with an actor, which also applies to transactions nested in it. */
  @Override
  Transaction as(ActorId actorId);

  /**
   * Registers a callback that receives the completion of the transaction, once, after its end, on
   * the thread that ended it, when the connection is back in its pool. Callbacks run in the order
   * of registration. A callback registered inside a nested transaction that was rolled back
   * receives {@link Completion#ROLLED_BACK}. If a block is retried, each attempt runs the callbacks
   * it registered.
   *
   * @param callback the callback; an exception from it is logged and has no other effect
   * @throws TransactionException if the transaction has ended
   */
  void afterCompletion(Consumer<? super Completion> callback);
}
