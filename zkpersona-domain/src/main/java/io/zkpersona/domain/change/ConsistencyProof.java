package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.List;

/**
 * Proves that a Merkle tree only extends an earlier one, as RFC 9162, section 2.1.4, defines it: no
 * leaf of the earlier tree was changed, removed or moved. Immutable and thread-safe.
 *
 * @param first the number of leaves of the earlier tree
 * @param second the number of leaves of the later tree
 * @param path the nodes of the proof, at most 63; none if the trees are the same
 */
public record ConsistencyProof(long first, long second, List<SealHash> path) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if {@code first} is below 1 or above {@code second}, or {@code
   *     path} is null or too long
   */
  public ConsistencyProof {
    Checks.atLeast("first", first, 1);
    Checks.atLeast("second", second, 1);
    Checks.ordered("first", first, "second", second);
    path = Merkle.path(path);
  }

  /**
   * Tells whether the proof shows that the log of a later head extends that of an earlier one, as
   * RFC 9162, section 2.1.4.2, does. Needs no database.
   *
   * @param earlier the head of the earlier log, from a source that one trusts
   * @param later the head of the later log
   */
  public boolean verify(SealHead earlier, SealHead later) {
    return Checks.notNull("earlier", earlier).blocks() == first
        && Checks.notNull("later", later).blocks() == second
        && verify(earlier.root(), later.root());
  }

  private boolean verify(SealHash firstRoot, SealHash secondRoot) {
    if (first == second) {
      return path.isEmpty() && firstRoot.equals(secondRoot);
    }
    if (path.isEmpty()) {
      return false;
    }
    // A tree of 2^n leaves is a node of each later tree, so the proof leaves it out.
    boolean whole = Long.bitCount(first) == 1;
    int common = Long.numberOfTrailingZeros(first);
    long node = (first - 1) >> common;
    long last = (second - 1) >> common;
    SealHash earlier = whole ? firstRoot : path.get(0);
    SealHash later = earlier;
    for (SealHash next : path.subList(whole ? 0 : 1, path.size())) {
      if (last == 0) {
        return false;
      }
      if (Merkle.isRight(node) || node == last) {
        earlier = SealHash.ofNode(next, earlier);
        later = SealHash.ofNode(next, later);
        int shift = Merkle.levelsWithoutSibling(node);
        node >>= shift;
        last >>= shift;
      } else {
        later = SealHash.ofNode(later, next);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && earlier.equals(firstRoot) && later.equals(secondRoot);
  }
}
