package io.zkpersona.domain.error;

import java.util.OptionalInt;
import java.util.UUID;

/** The entity was changed by somebody else since it was read; nothing was written. */
public class StaleEntityException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final UUID id;
  private final int index;

  /**
   * A copy is out of date.
   *
   * @param entityType what it is, such as {@code behavior input}
   * @param id its id
   */
  public StaleEntityException(String entityType, UUID id) {
    this(entityType, id, BulkIndex.NONE);
  }

  private StaleEntityException(String entityType, UUID id, int index) {
    super(
        ErrorCode.STALE,
        BulkIndex.prefix(index)
            + entityType
            + " "
            + id
            + ": changed since it was read (expected: the latest version; read it again and"
            + " repeat the change)");
    this.entityType = entityType;
    this.id = id;
    this.index = index;
  }

  /** What it is, such as {@code behavior input}. */
  public final String entityType() {
    return entityType;
  }

  /** Its id. */
  public final UUID id() {
    return id;
  }

  /** The position of the stale element in a bulk call, from 0; empty outside of one. */
  public final OptionalInt index() {
    return BulkIndex.toOptional(index);
  }

  /**
   * A copy that names the position of the stale element, in its message too.
   *
   * @param newIndex the position in the bulk call, from 0
   * @throws ValidationException if newIndex is negative
   */
  public final StaleEntityException withIndex(int newIndex) {
    return BulkIndex.copied(
        new StaleEntityException(entityType, id, BulkIndex.check(newIndex)), this);
  }
}
