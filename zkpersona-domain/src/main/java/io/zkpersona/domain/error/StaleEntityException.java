package io.zkpersona.domain.error;

import java.util.UUID;

/** Thrown when the entity was changed by another writer after it was read; nothing was written. */
public class StaleEntityException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final UUID id;
  private final boolean contentAsGiven;

  /**
   * Creates the exception for an outdated copy.
   *
   * @param entityType the type of the entity, such as {@code behavior input}
   * @param id the id
   */
  public StaleEntityException(String entityType, UUID id) {
    this(entityType, id, false);
  }

  /**
   * Creates the exception for an outdated copy whose row already has exactly the content to be
   * written.
   *
   * @param entityType the type of the entity, such as {@code behavior input}
   * @param id the id
   */
  public static StaleEntityException withContentAsGiven(String entityType, UUID id) {
    return new StaleEntityException(entityType, id, true);
  }

  private StaleEntityException(String entityType, UUID id, boolean contentAsGiven) {
    super(
        ErrorCode.STALE,
        entityType
            + " "
            + id
            + (contentAsGiven
                ? ": changed since it was read, to exactly this content (expected: the latest"
                    + " version; an earlier attempt at this update, or an equal one, succeeded)"
                : ": changed since it was read (expected: the latest version; read it again and"
                    + " repeat the change)"));
    this.contentAsGiven = contentAsGiven;
    this.entityType = entityType;
    this.id = id;
  }

  /**
   * Tells whether the row already has exactly the content of this update: an earlier attempt
   * succeeded and its answer was lost, or another writer made the same change.
   */
  public final boolean isContentAsGiven() {
    return contentAsGiven;
  }

  /** Returns the type of the entity, such as {@code behavior input}. */
  public final String entityType() {
    return entityType;
  }

  /** Returns the id of the entity. */
  public final UUID id() {
    return id;
  }
}
