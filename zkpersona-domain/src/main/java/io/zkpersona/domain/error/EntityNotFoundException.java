package io.zkpersona.domain.error;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was asked for, or was to be changed, does not exist. */
public class EntityNotFoundException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final @Nullable UUID id;
  private final int index;

  /**
   * An entity is missing.
   *
   * @param entityType what it would be, such as {@code behavior input}
   * @param id its id; null if it was not looked for by id
   */
  public EntityNotFoundException(String entityType, @Nullable UUID id) {
    this(ErrorCode.ENTITY_NOT_FOUND, entityType, id, OptionalInt.empty());
  }

  /**
   * For subtypes.
   *
   * @param code what went wrong
   * @param entityType what it would be
   * @param id its id; null if it was not looked for by id
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

  /** The position of the missing element in a bulk call, from 0; empty outside of one. */
  public final OptionalInt index() {
    return BulkIndex.toOptional(index);
  }

  /**
   * A copy that names the position of the missing element, in its message too.
   *
   * @param newIndex the position in the bulk call, from 0
   * @throws ValidationException if newIndex is negative
   */
  public final EntityNotFoundException withIndex(int newIndex) {
    return BulkIndex.copied(copyWithIndex(BulkIndex.check(newIndex)), this);
  }

  /**
   * For subtypes, so that a copy is of the same type.
   *
   * @param newIndex the position in the bulk call, 0 or more
   */
  protected EntityNotFoundException copyWithIndex(int newIndex) {
    return new EntityNotFoundException(code(), entityType, id, OptionalInt.of(newIndex));
  }
}
