package io.zkpersona.domain.error;

import java.util.OptionalInt;
import java.util.UUID;

/** The entity was changed by somebody else since it was read; nothing was written. */
public class StaleEntityException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final UUID id;
  private final int index;
  private final boolean contentAsGiven;

  /**
   * A copy is out of date.
   *
   * @param entityType what it is, such as {@code behavior input}
   * @param id its id
   */
  public StaleEntityException(String entityType, UUID id) {
    this(entityType, id, BulkIndex.NONE, false);
  }

  /**
   * A copy is out of date, though the row has exactly the content that the copy was to give it.
   *
   * @param entityType what it is, such as {@code behavior input}
   * @param id its id
   */
  public static StaleEntityException withContentAsGiven(String entityType, UUID id) {
    return new StaleEntityException(entityType, id, BulkIndex.NONE, true);
  }

  private StaleEntityException(String entityType, UUID id, int index, boolean contentAsGiven) {
    super(
        ErrorCode.STALE,
        BulkIndex.prefix(index)
            + entityType
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
    this.index = index;
  }

  /**
   * Whether the row has exactly the content that this update was to give it: an earlier attempt
   * whose answer was lost has succeeded, or somebody made the same change.
   */
  public final boolean isContentAsGiven() {
    return contentAsGiven;
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
        new StaleEntityException(entityType, id, BulkIndex.check(newIndex), contentAsGiven), this);
  }
}
