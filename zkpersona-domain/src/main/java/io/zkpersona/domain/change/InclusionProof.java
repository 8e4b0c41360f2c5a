package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.List;
import java.util.Optional;

/**
 * Proves that a leaf is in a Merkle tree, as RFC 9162, section 2.1.3, defines it. Immutable and
 * thread-safe.
 *
 * @param index the leaf's index, from 0
 * @param size the number of the tree's leaves
 * @param path the siblings of the nodes on the way from the leaf to the root; at most 63
 */
public record InclusionProof(long index, long size, List<SealHash> path) {

  /**
   * Checks the values.
   *
   * @throws ValidationException if {@code index} is not below {@code size}, or {@code path} is null
   *     or too long
   */
  public InclusionProof {
    Checks.atLeast("size", size, 1);
    Checks.range("index", index, 0, size - 1);
    path = Merkle.path(path);
  }

  /**
   * Computes the tree's root from a leaf, as RFC 9162, section 2.1.3.2, does. The proof holds if it
   * is the root that one knows.
   *
   * @param leaf the hash of the leaf
   * @return the root; empty if the path's length does not fit the index and size
   */
  public Optional<SealHash> root(SealHash leaf) {
    long node = index;
    long last = size - 1;
    SealHash root = Checks.notNull("leaf", leaf);
    for (SealHash sibling : path) {
      if (last == 0) {
        return Optional.empty();
      }
      if (Merkle.isRight(node) || node == last) {
        root = SealHash.ofNode(sibling, root);
        int shift = Merkle.levelsWithoutSibling(node);
        node >>= shift;
        last >>= shift;
      } else {
        root = SealHash.ofNode(root, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 ? Optional.of(root) : Optional.empty();
  }

  /**
   * Tells whether the proof shows that a leaf is in the tree.
   *
   * @param leaf the hash of the leaf
   * @param root the root of the tree, from a source that one trusts
   */
  public boolean verify(SealHash leaf, SealHash root) {
    return root(leaf).filter(Checks.notNull("root", root)::equals).isPresent();
  }
}
