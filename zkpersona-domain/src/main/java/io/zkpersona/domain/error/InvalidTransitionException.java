package io.zkpersona.domain.error;

/** The entity's state does not allow this step. */
public class InvalidTransitionException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final String from;
  private final String to;

  /**
   * A step is refused.
   *
   * @param entityType what it is, such as {@code behavior session}
   * @param from the state it is in
   * @param to the state it was to get
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

  /** What it is, such as {@code behavior session}. */
  public final String entityType() {
    return entityType;
  }

  /** The state it is in. */
  public final String from() {
    return from;
  }

  /** The state it was to get. */
  public final String to() {
    return to;
  }
}
