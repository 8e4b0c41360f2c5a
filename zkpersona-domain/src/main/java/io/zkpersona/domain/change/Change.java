package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.validation.Checks;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recorded change of a row, without the row's content. Immutable and thread-safe; {@link
 * #toString()} leaves out the ids.
 *
 * @param position increases from change to change of a row; positions of different rows follow no
 *     order of commits
 * @param at the time of the change, by the clock of the database
 * @param operation what happened to the row
 * @param entity the kind of row
 * @param entityId the row's id; of a grant, the first part of its key: the user of a role, the role
 *     of a permission. Null for {@link ChangeOperation#ERASE}, and once the person is erased
 * @param secondId the second part of a grant's key: the role, or the permission; otherwise null
 * @param userId the person whose row it is; null for rows of nobody, and once the person is erased
 * @param actorId who made the change; null if nobody was named, or that person is erased
 * @param isErased true if the row's content and the ids that lead to a person were removed by an
 *     erasure
 */
public record Change(
    long position,
    Instant at,
    ChangeOperation operation,
    ChangedEntity entity,
    @Nullable UUID entityId,
    @Nullable UUID secondId,
    @Nullable UserId userId,
    @Nullable ActorId actorId,
    boolean isErased) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if a value is null that may not be
   */
  public Change {
    Checks.notNull("at", at);
    Checks.notNull("operation", operation);
    Checks.notNull("entity", entity);
  }

  @Override
  public String toString() {
    return "Change[position=%s, at=%s, operation=%s, entity=%s]"
        .formatted(position, at, operation, entity);
  }
}
