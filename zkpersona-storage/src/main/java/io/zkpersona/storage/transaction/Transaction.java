package io.zkpersona.storage.transaction;

import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.repository.Repositories;
import java.util.function.Consumer;

/**
 * An open transaction: repositories that all work in it. Belongs to the thread that opened it and
 * ends with the block it was given to; used after that, it throws {@link TransactionException}.
 */
public interface Transaction extends Repositories, TransactionOperations {

  /** The same transaction, written through by somebody; transactions nested in it are so too. */
  @Override
  Transaction as(ActorId actorId);

  /**
   * Has a callback told once how the transaction ended: after its end, on the thread that ended it,
   * when the connection is back in its pool. Callbacks are told in the order in which they came.
   * One that was given inside a nested transaction that was undone hears {@link
   * Completion#ROLLED_BACK}. Where a block is repeated, each attempt tells its own callbacks.
   *
   * @param callback what it throws is logged, and keeps nothing else from happening
   * @throws TransactionException if the transaction has ended
   */
  void afterCompletion(Consumer<? super Completion> callback);
}
