package io.zkpersona.domain.id;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.UUID;

/**
 * The id of the actor who writes an entity: a user or a service. Immutable and thread-safe.
 *
 * @param value the bare id
 */
public record ActorId(UUID value) {

  /**
   * Wraps an id.
   *
   * @throws ValidationException if value is null
   */
  public ActorId {
    Ids.notNull("actorId", value);
  }

  /**
   * Returns a user's id as an actor's id.
   *
   * @param userId the user's id
   * @throws ValidationException if userId is null
   */
  public static ActorId of(UserId userId) {
    return new ActorId(Checks.notNull("userId", userId).value());
  }
}
