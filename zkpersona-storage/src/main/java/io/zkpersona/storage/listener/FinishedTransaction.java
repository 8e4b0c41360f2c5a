package io.zkpersona.storage.listener;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.transaction.Completion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that has finished.
 *
 * @param attempts how many attempts were made, at least 1
 * @param completion how the last attempt ended
 * @param duration from the first attempt to the end, pauses included
 * @param error the code of the exception; null if it was committed, and if the block threw an
 *     exception that is not the library's
 */
public record FinishedTransaction(
    int attempts, Completion completion, Duration duration, @Nullable ErrorCode error) {

  /** Returns how many attempts were repeats after a conflict. */
  public int retries() {
    return attempts - 1;
  }
}
