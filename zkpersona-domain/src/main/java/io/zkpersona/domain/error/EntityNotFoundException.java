package io.zkpersona.domain.error;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Thrown when an entity to be read or changed does not exist. */
public class EntityNotFoundException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final @Nullable UUID id;

  /**
   * Creates the exception for a missing entity.
   *
   * @param entityType the type of the entity, such as {@code behavior input}
   * @param id the id; null if the entity was not looked up by id
   */
  public EntityNotFoundException(String entityType, @Nullable UUID id) {
    this(ErrorCode.ENTITY_NOT_FOUND, entityType, id);
  }

  /**
   * Creates the exception for a subtype.
   *
   * @param code the error code
   * @param entityType the type of the entity
   * @param id the id; null if the entity was not looked up by id
   */
  protected EntityNotFoundException(ErrorCode code, String entityType, @Nullable UUID id) {
    this(
        code,
        entityType,
        id,
        entityType
            + (id == null ? "" : " " + id)
            + ": not found (expected: one that exists and was not deleted)");
  }

  /**
   * Creates the exception for a subtype with a message of its own.
   *
   * @param code the error code
   * @param entityType the type of the entity
   * @param id the id; null if the entity was not looked up by id
   * @param message the error and the expectation, safe to display
   */
  protected EntityNotFoundException(
      ErrorCode code, String entityType, @Nullable UUID id, String message) {
    super(code, message);
    this.entityType = entityType;
    this.id = id;
  }

  /** Returns the type of the entity, such as {@code behavior input}. */
  public final String entityType() {
    return entityType;
  }

  /** Returns the id; empty if the entity was not looked up by id. */
  public final Optional<UUID> id() {
    return Optional.ofNullable(id);
  }
}
