package io.zkpersona.storage.internal.error;

import io.zkpersona.domain.behavior.SessionNotFoundException;
import io.zkpersona.domain.error.EntityNotFoundException;
import io.zkpersona.domain.user.UserNotFoundException;
import java.util.UUID;

/** Creates the errors of entities that do not exist. */
public final class NotFound {

  private NotFound() {}

  /**
   * Creates the error of a missing entity: {@link UserNotFoundException} for a {@code user}, {@link
   * SessionNotFoundException} for a {@code behavior session}, otherwise {@link
   * EntityNotFoundException}.
   */
  public static EntityNotFoundException of(String entityType, UUID id) {
    return switch (entityType) {
      case "user" -> new UserNotFoundException(id);
      case "behavior session" -> new SessionNotFoundException(id);
      default -> new EntityNotFoundException(entityType, id);
    };
  }
}
