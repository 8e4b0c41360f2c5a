package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules shared by the proofs of Merkle trees. */
final class Merkle {

  /** The height of the highest tree whose leaves a {@code long} counts. */
  private static final int MAX_PATH = 63;

  private Merkle() {}

  static List<SealHash> path(@Nullable List<SealHash> path) {
    List<SealHash> given = Checks.notNull("path", path);
    if (given.size() > MAX_PATH) {
      throw new ValidationException(
          "path", given.size() + " hashes (expected: at most " + MAX_PATH + ")");
    }
    given.forEach(hash -> Checks.notNull("path", hash));
    return List.copyOf(given);
  }

  /** Tells whether a node is the right one of two siblings. */
  static boolean isRight(long node) {
    return (node & 1) != 0;
  }

  /**
   * Returns the number of levels on which the node, being the last one, has no sibling and is its
   * own parent.
   */
  static int levelsWithoutSibling(long node) {
    return node == 0 ? 0 : Long.numberOfTrailingZeros(node);
  }
}
