package io.zkpersona.storage.error;

import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ZkPersonaException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the table of behavior inputs cannot be partitioned, or its partitions cannot be
 * changed, as requested.
 */
public class InputPartitionsException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /** The obstacle. */
  public enum Reason {
    /** The table is not partitioned. */
    NOT_ENABLED,
    /** The table is already partitioned. */
    ENABLED_ALREADY,
    /**
     * The role of the connection does not own the tables, or may not create objects in their
     * schema.
     */
    NOT_OWNER,
    /**
     * An object of the host application, such as a view, depends on the table in its current form.
     */
    TIED,
    /** A row that is to be kept references inputs that would be removed. */
    REFERRED_TO,
    /** The activity counts are being built, or building them was interrupted. */
    COUNTS_BEING_MADE
  }

  private final Reason reason;

  /**
   * Creates the exception for a rejected call, which changed nothing.
   *
   * @param reason the obstacle
   * @param rule the error and the expectation, safe to display
   * @param cause the cause, free of personal data; null if none
   */
  public InputPartitionsException(Reason reason, String rule, @Nullable Throwable cause) {
    super(ErrorCode.INPUT_PARTITIONS, "input partitions: " + rule, cause);
    this.reason = reason;
  }

  /** Returns the obstacle. */
  public final Reason reason() {
    return reason;
  }
}
