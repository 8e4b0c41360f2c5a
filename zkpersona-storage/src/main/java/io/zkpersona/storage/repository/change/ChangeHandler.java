package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.change.ChangeEvent;

/** Takes events of the feed, one after another. */
@FunctionalInterface
public interface ChangeHandler {

  /**
   * Takes an event. An exception means that it failed and is to be tried again.
   *
   * @param event the event
   * @throws Exception if the event could not be handled
   */
  void handle(ChangeEvent event) throws Exception;
}
