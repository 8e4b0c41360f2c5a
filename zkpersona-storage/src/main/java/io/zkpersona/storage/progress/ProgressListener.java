package io.zkpersona.storage.progress;

/**
 * Receives the progress of one long call. It is called on the calling thread, between statements,
 * possibly while the call holds a connection and locks: a listener returns quickly. An exception
 * from a listener ends the call, as an exception from the source of a bulk call does, which is a
 * way to cancel it: everything that is not committed is rolled back.
 */
@FunctionalInterface
public interface ProgressListener {

  /** Ignores the progress. */
  ProgressListener NONE = progress -> {};

  /**
   * Called each time the call has made progress, and at its end. Within one call, {@code done}
   * never decreases, unless the call starts again after a conflict.
   *
   * @param progress the progress so far
   */
  void onProgress(Progress progress);
}
