package io.zkpersona.domain.error;

import java.util.List;

/** Thrown when the entity's state does not allow a transition. */
public class InvalidTransitionException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  private final String entityType;
  private final String from;
  private final String to;
  private final String[] allowedFrom;

  /**
   * Creates the exception for a rejected transition.
   *
   * @param entityType the type of the entity, such as {@code behavior session}
   * @param from the current state
   * @param to the requested state
   * @param allowedFrom the states from which the transition is allowed, in the order of the
   *     message; empty if no transition leads to the requested state
   */
  public InvalidTransitionException(
      String entityType, String from, String to, List<String> allowedFrom) {
    super(
        ErrorCode.INVALID_TRANSITION,
        entityType + ": " + from + " to " + to + " (expected: " + expected(to, allowedFrom) + ")");
    this.entityType = entityType;
    this.from = from;
    this.to = to;
    this.allowedFrom = allowedFrom.toArray(String[]::new);
  }

  private static String expected(String to, List<String> allowed) {
    int last = allowed.size() - 1;
    return switch (last) {
      case -1 -> "another state; no transition leads to " + to;
      case 0 -> "from " + allowed.get(0);
      default -> "from " + String.join(", ", allowed.subList(0, last)) + " or " + allowed.get(last);
    };
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

  /**
   * Returns the states from which the transition is allowed, as an unmodifiable list; empty if no
   * transition leads to the requested state.
   */
  public final List<String> allowedFrom() {
    return List.of(allowedFrom);
  }
}
