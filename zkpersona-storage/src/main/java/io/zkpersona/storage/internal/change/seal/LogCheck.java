package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.SealFinding.Kind;
import io.zkpersona.domain.change.SealHash;
import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.change.SealedBlock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares blocks with the log that they make up. The tree before a block is unknown after a block
 * that is missing; then only the block itself is checked. Belongs to one call.
 */
final class LogCheck {

  private final Findings findings;
  private final Optional<SealHead> head;
  private Optional<MerkleStack> tree;
  private long next;

  /**
   * Begins after the blocks of a tree.
   *
   * @param from the number of the first block to check
   * @param tree the tree of the blocks before it; empty if one of them is missing
   * @param head the head that is kept beside the log; empty if there is none
   */
  LogCheck(Findings findings, long from, Optional<MerkleStack> tree, Optional<SealHead> head) {
    this.findings = findings;
    this.next = from;
    this.tree = tree;
    this.head = head;
  }

  /** Checks the next block that is there. */
  void add(StoredBlock stored) {
    if (stored.number() > next) {
      findings.addRemoved(next, stored.number() - 1);
      tree = Optional.empty();
    }
    next = stored.number() + 1;
    if (stored.number() > head.map(SealHead::blocks).orElse(0L)) {
      findings.add(Kind.BLOCK_INSERTED, stored.number(), null);
      return;
    }
    SealedBlock block = stored.block().orElse(null);
    List<SealHash> nodes = stored.nodes();
    boolean isIntact =
        block != null
            && !nodes.isEmpty()
            && block.leaf().equals(nodes.get(0))
            && stored.hasItsLeaves(block)
            && (!head.map(SealHead::blocks).equals(Optional.of(block.number()))
                || head.map(SealHead::root).equals(Optional.of(block.logRoot())));
    if (!append(block, nodes) || !isIntact) {
      findings.add(Kind.BLOCK_ALTERED, stored.number(), null);
    }
  }

  /**
   * Continues the tree with the leaf that leads to the stored root: that of the block, or the one
   * that is stored if the block was altered, so that the blocks after it are not reported, too.
   */
  private boolean append(@Nullable SealedBlock block, List<SealHash> nodes) {
    MerkleStack before = tree.orElse(null);
    if (before == null) {
      return true;
    }
    SealHash kept = nodes.isEmpty() ? null : nodes.get(0);
    SealHash leaf = block == null ? kept : block.leaf();
    if (leaf == null) {
      tree = Optional.empty();
      return false;
    }
    MerkleStack after = before.with(leaf);
    boolean isIntact =
        block != null
            && after.root().equals(Optional.of(block.logRoot()))
            && before.nodesOf(leaf).equals(nodes);
    if (!isIntact && block != null && kept != null) {
      MerkleStack other = before.with(kept);
      after = other.root().equals(Optional.of(block.logRoot())) ? other : after;
    }
    tree = Optional.of(after);
    return isIntact;
  }

  /** Ends after the last block that is to be there. */
  void end(long last) {
    findings.addRemoved(next, last);
  }
}
