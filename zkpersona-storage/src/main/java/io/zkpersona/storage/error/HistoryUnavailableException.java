package io.zkpersona.storage.error;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;

/** Thrown when the state of an entity at an instant is unknown. */
public class HistoryUnavailableException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /** Why the state is unknown. */
  public enum Reason {
    /** The entity was changed later while changes were not recorded. */
    NOT_RECORDED,
    /** The version was removed when a person was erased. */
    ERASED
  }

  private final Reason reason;

  /**
   * Creates the exception.
   *
   * @param reason why the state is unknown
   * @param rule the error and the expectation, safe to display
   */
  public HistoryUnavailableException(Reason reason, String rule) {
    super(ErrorCode.HISTORY_UNAVAILABLE, rule, null);
    this.reason = reason;
  }

  /** Returns why the state is unknown. */
  public final Reason reason() {
    return reason;
  }
}
