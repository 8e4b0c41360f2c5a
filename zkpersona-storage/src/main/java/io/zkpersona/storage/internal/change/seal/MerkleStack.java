package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.SealHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Merkle tree that grows leaf by leaf, of which only the roots of its perfect parts are kept, the
 * largest first: as many as its size has binary ones. Immutable.
 */
record MerkleStack(long size, List<SealHash> peaks) {

  static final MerkleStack EMPTY = new MerkleStack(0, List.of());

  /** Returns the tree with one more leaf. */
  MerkleStack with(SealHash leaf) {
    List<SealHash> nodes = nodesOf(leaf);
    List<SealHash> grown = new ArrayList<>(peaks.subList(0, peaks.size() - nodes.size() + 1));
    grown.add(nodes.get(nodes.size() - 1));
    return new MerkleStack(size + 1, grown);
  }

  /** Returns the nodes that a leaf completes when it is added, from the leaf up. */
  List<SealHash> nodesOf(SealHash leaf) {
    List<SealHash> nodes = new ArrayList<>();
    nodes.add(leaf);
    for (int i = 1; i <= Long.numberOfTrailingZeros(size + 1); i++) {
      nodes.add(SealHash.ofNode(peaks.get(peaks.size() - i), nodes.get(i - 1)));
    }
    return nodes;
  }

  /** Returns the root; empty for a tree without leaves. */
  Optional<SealHash> root() {
    SealHash root = null;
    for (int i = peaks.size() - 1; i >= 0; i--) {
      root = root == null ? peaks.get(i) : SealHash.ofNode(peaks.get(i), root);
    }
    return Optional.ofNullable(root);
  }

  /** Returns the tree over some leaves. */
  static MerkleStack of(List<SealHash> leaves) {
    MerkleStack tree = EMPTY;
    for (SealHash leaf : leaves) {
      tree = tree.with(leaf);
    }
    return tree;
  }
}
