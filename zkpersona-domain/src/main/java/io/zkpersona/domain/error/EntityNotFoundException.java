package io.zkpersona.domain.error;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Thrown when an entity to be read or changed does not exist. */
public class EntityNotFoundException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final @Nullable UUID id;
  private final int index;

  /**
   * Creates the exception for a missing entity.
   *
   * @param entityType the type of the entity, such as {@code behavior input}
   * @param id the id; null if the entity was not looked up by id
   */
  public EntityNotFoundException(String entityType, @Nullable UUID id) {
    this(ErrorCode.ENTITY_NOT_FOUND, entityType, id, OptionalInt.empty());
  }

  /**
   * Creates the exception for a subtype.
   *
   * @param code the error code
   * @param entityType the type of the entity
   * @param id the id; null if the entity was not looked up by id
   * @param index the position in a bulk call, from 0; empty outside of one
   */
  protected EntityNotFoundException(
      ErrorCode code, String entityType, @Nullable UUID id, OptionalInt index) {
    super(
        code,
        BulkIndex.prefix(index.orElse(BulkIndex.NONE))
            + entityType
            + (id == null ? "" : " " + id)
            + ": not found (expected: one that exists and was not deleted)");
    this.entityType = entityType;
    this.id = id;
    this.index = index.orElse(BulkIndex.NONE);
  }

  /**
   * Creates the exception for a missing entity: {@link UserNotFoundException} for a {@code user},
   * {@link SessionNotFoundException} for a {@code behavior session}, otherwise this type.
   *
   * @param entityType the type of the entity
   * @param id the id
   */
  public static EntityNotFoundException of(String entityType, UUID id) {
    return switch (entityType) {
      case UserNotFoundException.ENTITY_TYPE -> new UserNotFoundException(id);
      case SessionNotFoundException.ENTITY_TYPE -> new SessionNotFoundException(id);
      default -> new EntityNotFoundException(entityType, id);
    };
  }

  /** Returns the type of the entity, such as {@code behavior input}. */
  public final String entityType() {
    return entityType;
  }

  /** Returns the id; empty if the entity was not looked up by id. */
  public final Optional<UUID> id() {
    return Optional.ofNullable(id);
  }

  /** Returns the position of the missing element in a bulk call, from 0; empty outside of one. */
  public final OptionalInt index() {
    return BulkIndex.toOptional(index);
  }

  /**
   * Returns a copy with the position of the missing element, in its message too.
   *
   * @param newIndex the position in the bulk call, from 0
   * @throws ValidationException if newIndex is negative
   */
  public final EntityNotFoundException withIndex(int newIndex) {
    return BulkIndex.copied(copyWithIndex(BulkIndex.check(newIndex)), this);
  }

  /**
   * Returns a copy of the same type. Subtypes override this method.
   *
   * @param newIndex the position in the bulk call, 0 or more
   */
  protected EntityNotFoundException copyWithIndex(int newIndex) {
    return new EntityNotFoundException(code(), entityType, id, OptionalInt.of(newIndex));
  }
}
