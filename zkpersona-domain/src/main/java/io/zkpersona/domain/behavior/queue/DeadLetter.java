package io.zkpersona.domain.behavior.queue;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.internal.SafeText;
import io.zkpersona.domain.validation.Checks;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An input that used up its attempts and is no longer delivered. Immutable and thread-safe; {@link
 * #toString()} does not reveal the reason.
 *
 * @param input the input
 * @param attempts the number of attempts
 * @param failureReason the reason why the last attempt failed, at most 500 characters; null if
 *     unknown
 */
public record DeadLetter(BehaviorInput input, int attempts, @Nullable String failureReason) {
  private static final int MAX_REASON = 500;

  /**
   * Checks the values.
   *
   * @throws ValidationException if {@code input} is null, {@code attempts} is negative or the
   *     reason is too long
   */
  public DeadLetter {
    Checks.notNull("input", input);
    Checks.atLeast("attempts", attempts, 0);
    Checks.nullableText("failureReason", failureReason, 0, MAX_REASON);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "DeadLetter[input=%s, attempts=%d, failureReason=%s]",
        input,
        attempts,
        SafeText.hidden(failureReason));
  }
}
