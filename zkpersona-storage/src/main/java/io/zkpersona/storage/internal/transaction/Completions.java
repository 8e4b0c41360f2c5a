package io.zkpersona.storage.internal.transaction;

import io.zkpersona.storage.transaction.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The completion callbacks of a transaction. Confined to one thread. */
final class Completions {

  private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

  private final List<Consumer<? super Completion>> waiting = new ArrayList<>();

  void add(Consumer<? super Completion> callback) {
    waiting.add(callback);
  }

  /** Returns the current number of callbacks, which separates them from later ones. */
  int mark() {
    return waiting.size();
  }

  /**
   * Marks the callbacks registered since {@code mark} as rolled back; they receive this at the end.
   */
  void undone(int mark) {
    waiting
        .subList(mark, waiting.size())
        .replaceAll(callback -> end -> callback.accept(Completion.ROLLED_BACK));
  }

  /** Runs all callbacks in the order of registration; a failure of one does not stop the others. */
  void tell(Completion end) {
    for (Consumer<? super Completion> callback : waiting) {
      try {
        callback.accept(end);
      } catch (RuntimeException e) {
        LOG.error("a completion callback failed; the outcome of its transaction is {}", end, e);
      }
    }
    waiting.clear();
  }
}
