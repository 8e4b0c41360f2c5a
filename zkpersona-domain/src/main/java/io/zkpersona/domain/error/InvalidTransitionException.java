package io.zkpersona.domain.error;

/** Thrown when the entity's state does not allow a transition. */
public class InvalidTransitionException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final String from;
  private final String to;

  /**
   * Creates the exception for a rejected transition.
   *
   * @param entityType the type of the entity, such as {@code behavior session}
   * @param from the current state
   * @param to the requested state
   */
  public InvalidTransitionException(String entityType, String from, String to) {
    super(
        ErrorCode.INVALID_TRANSITION,
        entityType
            + ": "
            + from
            + " to "
            + to
            + " (expected: a step that its present state allows)");
    this.entityType = entityType;
    this.from = from;
    this.to = to;
  }

  /** Returns the type of the entity, such as {@code behavior session}. */
  public final String entityType() {
    return entityType;
  }

  /** Returns the current state. */
  public final String from() {
    return from;
  }

  /** Returns the requested state. */
  public final String to() {
    return to;
  }
}
