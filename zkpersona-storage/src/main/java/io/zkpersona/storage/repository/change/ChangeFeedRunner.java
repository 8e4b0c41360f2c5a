package io.zkpersona.storage.repository.change;

/**
 * Threads that deliver the events of subscriptions, one thread for each. Started by {@link
 * ChangeFeed#start}; to be closed before the manager. Thread-safe.
 */
public interface ChangeFeedRunner extends AutoCloseable {

  /** Lets no handler take another event. Returns at once. */
  void stop();

  /**
   * Stops, and waits until the handlers that run have returned, their events are acknowledged, and
   * other workers can claim the subscriptions. An interrupt ends the wait, and stays set. A handler
   * that calls this does not wait for itself.
   *
   * <p>Repeat: does nothing.
   */
  @Override
  void close();
}
