package io.zkpersona.storage.transaction;

import io.zkpersona.domain.change.ChangeEvent;

/** Takes events of the feed, one after another, in the transaction that acknowledges them. */
@FunctionalInterface
public interface TransactionalChangeHandler {

  /**
   * Takes an event. An exception means that it failed and is to be tried again; the transaction is
   * rolled back.
   *
   * @param tx the transaction, which events before this one may share
   * @param event the event
   * @throws Exception if the event could not be handled
   */
  void handle(Transaction tx, ChangeEvent event) throws Exception;
}
