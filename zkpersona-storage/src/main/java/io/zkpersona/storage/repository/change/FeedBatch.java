package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.change.ChangeEvent;
import io.zkpersona.domain.error.ValidationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that were read and are to be acknowledged together. Immutable and thread-safe. Only {@link
 * ChangeFeed#read} makes batches.
 */
public interface FeedBatch {

  /** The longest reason of a failure, in characters. */
  int MAX_REASON = 500;

  /** Returns the lease under which the batch was read. */
  FeedLease lease();

  /**
   * Returns the events, those of one row in the order in which they were made.
   *
   * @return an unmodifiable list
   */
  List<ChangeEvent> events();

  /**
   * Tells whether there is nothing to deliver and nothing to acknowledge: the reader is at the end.
   * A batch may have no events and yet be worth acknowledging, since it leads past changes of other
   * entities.
   */
  boolean isAtEnd();

  /**
   * Returns the batch up to some of its events, for a worker that stops within a batch.
   *
   * @param count how many events it keeps
   * @return a batch that can be acknowledged instead of this one
   * @throws ValidationException if {@code count} is negative or greater than the number of events
   */
  FeedBatch first(int count);

  /**
   * Hands the events to a handler, and leaves out those of a row whose earlier event failed.
   *
   * @param handler takes each event; its {@link Error}s are thrown on, as is {@link
   *     InterruptedException}, after the thread's interrupt status is set
   * @return the events that failed, with the class of the exception as the reason
   */
  default Map<ChangeEvent, String> deliver(ChangeHandler handler) {
    Map<ChangeEvent, String> failed = new LinkedHashMap<>();
    for (ChangeEvent event : events()) {
      if (failed.keySet().stream().noneMatch(event::isOfSameRow)) {
        try {
          handler.handle(event);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("the handler was interrupted", e);
        } catch (Exception e) {
          failed.put(event, reason(e));
        }
      }
    }
    return failed;
  }

  /**
   * Returns the reason that an exception stands for: its class. Its message may hold personal data.
   *
   * @param failure the exception of a handler
   * @return a reason of at most {@value #MAX_REASON} characters
   */
  static String reason(Throwable failure) {
    String name = failure.getClass().getName();
    return name.substring(0, Math.min(name.length(), MAX_REASON));
  }
}
