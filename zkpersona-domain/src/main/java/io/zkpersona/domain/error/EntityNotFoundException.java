package io.zkpersona.domain.error;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was asked for, or was to be changed, does not exist. */
public class EntityNotFoundException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final @Nullable UUID id;

  /**
   * An entity is missing.
   *
   * @param entityType what it would be, such as {@code behavior input}
   * @param id its id; null if it was not looked for by id
   */
  public EntityNotFoundException(String entityType, @Nullable UUID id) {
    this(ErrorCode.ENTITY_NOT_FOUND, entityType, id);
  }

  /**
   * For subtypes.
   *
   * @param code what went wrong
   * @param entityType what it would be
   * @param id its id; null if it was not looked for by id
   */
  protected EntityNotFoundException(ErrorCode code, String entityType, @Nullable UUID id) {
    super(
        code,
        entityType
            + (id == null ? "" : " " + id)
            + ": not found (expected: one that exists and was not deleted)");
    this.entityType = entityType;
    this.id = id;
  }

  /**
   * The exception for a missing entity: {@link UserNotFoundException} for a {@code user}, {@link
   * SessionNotFoundException} for a {@code behavior session}, this one for others.
   *
   * @param entityType what it would be
   * @param id its id
   */
  public static EntityNotFoundException of(String entityType, UUID id) {
    return switch (entityType) {
      case UserNotFoundException.ENTITY_TYPE -> new UserNotFoundException(id);
      case SessionNotFoundException.ENTITY_TYPE -> new SessionNotFoundException(id);
      default -> new EntityNotFoundException(entityType, id);
    };
  }

  /** What it would be, such as {@code behavior input}. */
  public final String entityType() {
    return entityType;
  }

  /** The id that was looked for; empty if it was looked for by something else. */
  public final Optional<UUID> id() {
    return Optional.ofNullable(id);
  }
}
