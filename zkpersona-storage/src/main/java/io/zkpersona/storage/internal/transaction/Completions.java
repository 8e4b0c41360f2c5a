package io.zkpersona.storage.internal.transaction;

import io.zkpersona.storage.transaction.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The callbacks that wait for a transaction's end. Belongs to one thread. */
final class Completions {

  private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

  private final List<Consumer<? super Completion>> waiting = new ArrayList<>();

  void add(Consumer<? super Completion> callback) {
    waiting.add(callback);
  }

  /** How many there are: what is added later can be told apart by it. */
  int mark() {
    return waiting.size();
  }

  /** What was done since a mark was undone; those that came with it hear so at the end. */
  void undone(int mark) {
    waiting
        .subList(mark, waiting.size())
        .replaceAll(callback -> end -> callback.accept(Completion.ROLLED_BACK));
  }

  /**
   * Tells all, in the order in which they came; one that fails keeps none of the others from it.
   */
  void tell(Completion end) {
    for (Consumer<? super Completion> callback : waiting) {
      try {
        callback.accept(end);
      } catch (RuntimeException e) {
        LOG.error("a callback failed after a transaction that was {}", end, e);
      }
    }
    waiting.clear();
  }
}
