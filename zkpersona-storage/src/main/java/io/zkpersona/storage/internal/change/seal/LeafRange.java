package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.SealHash;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive leaves of a Merkle tree that share a node. The proofs of RFC 9162 are lists of such
 * nodes.
 *
 * @param from the index of the first leaf
 * @param to the index after the last one
 */
record LeafRange(long from, long to) {

  /** The roots of perfect trees: those of 2 to the power of {@code height} leaves. */
  @FunctionalInterface
  interface PerfectTrees {

    /** Returns the root of the tree that ends before the leaf at index {@code end}. */
    SealHash root(int height, long end);
  }

  /** Returns the nodes that prove that a leaf is in a tree of a size, as section 2.1.3.1 does. */
  static List<LeafRange> ofInclusion(long index, long size) {
    List<LeafRange> path = new ArrayList<>();
    include(index, new LeafRange(0, size), path);
    return path;
  }

  private static void include(long index, LeafRange tree, List<LeafRange> path) {
    if (tree.size() == 1) {
      return;
    }
    if (index < tree.middle()) {
      include(index, tree.left(), path);
      path.add(tree.right());
    } else {
      include(index, tree.right(), path);
      path.add(tree.left());
    }
  }

  /**
   * Returns the nodes that prove that a tree of a size extends one of a smaller size, as section
   * 2.1.4.1 does.
   */
  static List<LeafRange> ofConsistency(long first, long second) {
    List<LeafRange> path = new ArrayList<>();
    extend(first, new LeafRange(0, second), true, path);
    return path;
  }

  private static void extend(long first, LeafRange tree, boolean isFirst, List<LeafRange> path) {
    if (first == tree.to()) {
      if (!isFirst) {
        path.add(tree);
      }
    } else if (first <= tree.middle()) {
      extend(first, tree.left(), isFirst, path);
      path.add(tree.right());
    } else {
      extend(first, tree.right(), false, path);
      path.add(tree.left());
    }
  }

  /** Returns the perfect trees that make up these leaves, from the left. */
  List<LeafRange> perfect() {
    List<LeafRange> trees = new ArrayList<>();
    LeafRange rest = this;
    while (Long.bitCount(rest.size()) != 1) {
      trees.add(rest.left());
      rest = rest.right();
    }
    trees.add(rest);
    return trees;
  }

  /** Returns the hash of the node. */
  SealHash hash(PerfectTrees trees) {
    return Long.bitCount(size()) == 1
        ? trees.root(height(), to)
        : SealHash.ofNode(left().hash(trees), right().hash(trees));
  }

  /** Returns the height of a perfect tree. */
  int height() {
    return Long.numberOfTrailingZeros(size());
  }

  private long size() {
    return to - from;
  }

  /** The left part has as many leaves as the largest power of two below the size. */
  private long middle() {
    return from + Long.highestOneBit(size() - 1);
  }

  private LeafRange left() {
    return new LeafRange(from, middle());
  }

  private LeafRange right() {
    return new LeafRange(middle(), to);
  }
}
