package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A change of an entity with the versions before and after it. Immutable and thread-safe if the
 * entity is; {@link #toString()} leaves out the versions.
 *
 * @param <E> the entity
 * @param change when, by whom and what
 * @param before the version that the change replaced; null for an insert, and if it was erased
 * @param after the version that the change made; null for a delete, and if it was erased or is
 *     unknown because a later change was not recorded
 */
public record Revision<E>(Change change, @Nullable E before, @Nullable E after) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if {@code change} is null
   */
  public Revision {
    Checks.notNull("change", change);
  }

  @Override
  public String toString() {
    return "Revision[" + change + "]";
  }
}
