package io.zkpersona.storage.repository.change;

import io.zkpersona.domain.change.Change;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event that failed as often as it may. Later events of the same row wait until it is retried or
 * skipped. Immutable and thread-safe; {@link #toString()} does not reveal the reason.
 *
 * @param change the change
 * @param attempts how often it failed
 * @param failureReason the reason why the last attempt failed; null if unknown
 * @param waiting how many events wait for it
 */
public record DeadChange(
    Change change, int attempts, @Nullable String failureReason, long waiting) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "DeadChange[change=%s, attempts=%d, waiting=%d]", change, attempts, waiting);
  }
}
