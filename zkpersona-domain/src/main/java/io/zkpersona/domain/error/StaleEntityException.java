package io.zkpersona.domain.error;

import java.util.UUID;

/** The entity was changed by somebody else since it was read; nothing was written. */
public class StaleEntityException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final UUID id;

  /**
   * A copy is out of date.
   *
   * @param entityType what it is, such as {@code behavior input}
   * @param id its id
   */
  public StaleEntityException(String entityType, UUID id) {
    super(
        ErrorCode.STALE,
        entityType
            + " "
            + id
            + ": changed since it was read (expected: the latest version; read it again and"
            + " repeat the change)");
    this.entityType = entityType;
    this.id = id;
  }

  /** What it is, such as {@code behavior input}. */
  public final String entityType() {
    return entityType;
  }

  /** Its id. */
  public final UUID id() {
    return id;
  }
}
