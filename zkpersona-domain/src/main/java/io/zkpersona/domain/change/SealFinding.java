package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A difference between the changes and their seals. Names a block or a position, never contents.
 * Immutable and thread-safe.
 *
 * @param kind the kind of difference
 * @param block the number of the block; null for a change that no block contains
 * @param position the position of the change; null if it is about the block
 */
public record SealFinding(Kind kind, @Nullable Long block, @Nullable Long position) {

  /** Kinds of differences. */
  public enum Kind {
    /** The change at this position is not as it was sealed. */
    CHANGE_ALTERED,

    /** A change was sealed at this position and is gone, though it was not dropped by retention. */
    CHANGE_REMOVED,

    /**
     * The change at this position would have been sealed if it had been there: it was inserted
     * later, or its block was removed.
     */
    CHANGE_INSERTED,

    /** The block, or its place in the log, is not as it was sealed. */
    BLOCK_ALTERED,

    /** A block of this number was sealed and is gone. */
    BLOCK_REMOVED,

    /** The block was added behind the head of the log. */
    BLOCK_INSERTED
  }

  /**
   * Checks the values.
   *
   * @throws ValidationException if {@code kind} is null
   */
  public SealFinding {
    Checks.notNull("kind", kind);
  }
}
