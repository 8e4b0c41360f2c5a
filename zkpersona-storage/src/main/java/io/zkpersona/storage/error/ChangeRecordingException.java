package io.zkpersona.storage.error;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import org.jspecify.annotations.Nullable;

/** Thrown when the recording of changes cannot be started or stopped, or changes not be dropped. */
public class ChangeRecordingException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /** The obstacle. */
  public enum Reason {
    /** The role of the connection does not own the tables. */
    NOT_OWNER,
    /** The schema has no such table, as one that was adopted may not. */
    NO_TABLE,
    /** Changes to be dropped are not yet delivered to all subscriptions. */
    NOT_DELIVERED,
    /** Changes to be dropped are not yet sealed, though others are. */
    NOT_SEALED
  }

  private final Reason reason;

  /**
   * Creates the exception for a rejected call, which changed nothing.
   *
   * @param reason the obstacle
   * @param rule the error and the expectation, safe to display
   * @param cause the cause, free of personal data; null if none
   */
  public ChangeRecordingException(Reason reason, String rule, @Nullable Throwable cause) {
    super(ErrorCode.CHANGE_RECORDING, "recording of changes: " + rule, cause);
    this.reason = reason;
  }

  /** Returns the obstacle. */
  public final Reason reason() {
    return reason;
  }
}
