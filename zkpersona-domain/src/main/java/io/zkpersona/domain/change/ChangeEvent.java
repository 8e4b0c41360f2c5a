package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.json.Json;
import io.zkpersona.domain.validation.Checks;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change as the feed delivers it. Immutable and thread-safe; {@link #toString()} leaves out the
 * ids and the version.
 *
 * @param change the change; without ids if the person was erased before it was delivered
 * @param attempt the number of this attempt, from 1
 * @param before the version that the change replaced, by column, without secrets; may be personal
 *     data. Null for an insert, after an erasure, and if the subscription asks for no content
 */
public record ChangeEvent(Change change, int attempt, @Nullable Json before) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if {@code change} is null or {@code attempt} is below 1
   */
  public ChangeEvent {
    Checks.notNull("change", change);
    Checks.atLeast("attempt", attempt, 1);
  }

  /**
   * Tells whether another event is about the same row, so that its place in the order matters.
   * Events without an id, such as those of erased persons, share no row with any other.
   */
  public boolean isOfSameRow(ChangeEvent other) {
    return change.entityId() != null
        && change.entity() == other.change.entity()
        && change.entityId().equals(other.change.entityId())
        && Objects.equals(change.secondId(), other.change.secondId());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "ChangeEvent[change=%s, attempt=%d]", change, attempt);
  }
}
