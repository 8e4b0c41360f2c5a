package io.zkpersona.storage.transaction;

import io.zkpersona.domain.error.TransactionException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.repository.Repositories;

/**
 * An open transaction: repositories that all work in it. Belongs to the thread that opened it and
 * ends with the block it was given to; used after that, it throws {@link TransactionException}.
 */
public interface Transaction extends Repositories, TransactionOperations {

  /** The same transaction, written through by somebody; transactions nested in it are so too. */
  @Override
  Transaction as(ActorId actorId);
}
