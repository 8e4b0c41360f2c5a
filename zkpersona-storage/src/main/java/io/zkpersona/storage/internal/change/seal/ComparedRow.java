package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.SealedChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change beside its leaf.
 *
 * @param leaf the leaf at this position; null if no block has one
 * @param change the change at this position; null if there is none
 * @param isDue whether the change was there when the last block was sealed
 */
record ComparedRow(
    long position, @Nullable Leaf leaf, @Nullable StoredChange change, boolean isDue) {

  /**
   * A leaf of a block.
   *
   * @param index its index in the block's tree, from 0
   * @param hash the hash in hexadecimal digits
   * @param isDropped whether retention is said to have dropped the change
   */
  record Leaf(long block, long index, String hash, boolean isDropped) {}

  /** Returns the change as it was sealed; empty if it is another one now, or none. */
  Optional<SealedChange> intact() {
    return leaf == null || change == null
        ? Optional.empty()
        : change.sealed().filter(covered -> covered.leaf().value().equals(leaf.hash));
  }

  @Override
  public String toString() {
    return "ComparedRow[position=" + position + "]";
  }
}
