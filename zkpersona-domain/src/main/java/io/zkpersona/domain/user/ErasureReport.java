package io.zkpersona.domain.user;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.validation.Checks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of erasing a user, by table. Contains no personal data except the former user id.
 * Immutable and thread-safe.
 *
 * @param userId the erased user
 * @param removed the number of rows removed by table name, in the order of removal; 0 for a table
 *     without such rows
 * @param detached the number of rows that were kept without their reference to the user, by table
 *     name
 */
public record ErasureReport(UserId userId, Map<String, Long> removed, Map<String, Long> detached) {

  /**
   * Checks the values and copies the maps.
   *
   * @throws ValidationException if a value is null or a count is negative
   */
  public ErasureReport {
    Checks.notNull("userId", userId);
    removed = copy("removed", removed);
    detached = copy("detached", detached);
  }

  /** Returns the number of rows removed in total, without the detached ones. */
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
