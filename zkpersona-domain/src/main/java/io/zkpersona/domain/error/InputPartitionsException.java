package io.zkpersona.domain.error;

import org.jspecify.annotations.Nullable;

/**
 * The table of behavior inputs can't be partitioned, or its partitions not be changed, this way.
 */
public class InputPartitionsException extends ZkPersonaException {
  private static final long serialVersionUID = 1L;

  /** What stands against it. */
  public enum Reason {
    /** The table is not partitioned. */
    NOT_ENABLED,
    /** The table is partitioned already. */
    ENABLED_ALREADY,
    /** The role of the connection does not own the tables, or may not create in their schema. */
    NOT_OWNER,
    /** Something of the host's, such as a view, is tied to the table as it is. */
    TIED,
    /** Something that is to stay refers to inputs that would go. */
    REFERRED_TO,
    /** The counts of activity are being made, or their making broke off. */
    COUNTS_BEING_MADE
  }

  private final Reason reason;

  /**
   * A call is refused, and nothing was changed.
   *
   * @param reason what stands against it
   * @param rule the same in words that are safe to show, with what was expected
   * @param cause what led to it, free of personal data; null if nothing
   */
  public InputPartitionsException(Reason reason, String rule, @Nullable Throwable cause) {
    super(ErrorCode.INPUT_PARTITIONS, "input partitions: " + rule, cause);
    this.reason = reason;
  }

  /** What stands against it. */
  public final Reason reason() {
    return reason;
  }
}
