package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.validation.Checks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the erasure of a user did, by table. Holds nothing personal but the id that the user had.
 * Immutable and thread-safe.
 *
 * @param userId who was erased
 * @param removed how many rows were removed, by the table's name, in the order in which they were;
 *     0 where there were none
 * @param detached how many rows stay and lost the user, by the table's name
 */
public record ErasureReport(UserId userId, Map<String, Long> removed, Map<String, Long> detached) {

  /**
   * Checks the values and copies the maps.
   *
   * @throws ValidationException if a value is null, or a count is below 0
   */
  public ErasureReport {
    Checks.notNull("userId", userId);
    removed = copy("removed", removed);
    detached = copy("detached", detached);
  }

  /** How many rows were removed in all; those that stay don't count. */
  public long total() {
    return removed.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> copy(String field, @Nullable Map<String, Long> counts) {
    Map<String, Long> copy = new LinkedHashMap<>();
    Checks.notNull(field, counts)
        .forEach(
            (table, count) ->
                copy.put(
                    Checks.notNull(field, table),
                    Checks.atLeast(field, Checks.notNull(field, count), 0L)));
    return Collections.unmodifiableMap(copy);
  }
}
