package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.SealHash;
import io.zkpersona.storage.internal.change.seal.SealStatements.Nodes;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes of the log's tree, read from the blocks that they end with. Belongs to one call. */
final class LogNodes {

  private final SqlExecutor executor;

  LogNodes(SqlExecutor executor) {
    this.executor = executor;
  }

  /** Returns the hashes of the nodes of a proof; empty if one of them is missing in the log. */
  Optional<List<SealHash>> hashes(List<LeafRange> path) {
    List<LeafRange> trees = path.stream().flatMap(range -> range.perfect().stream()).toList();
    Map<Long, List<SealHash>> nodes = new HashMap<>();
    if (!trees.isEmpty()) {
      List<Long> blocks = trees.stream().map(LeafRange::to).distinct().toList();
      for (Nodes found : executor.list(SealStatements.NODES, blocks)) {
        nodes.put(found.block(), found.nodes());
      }
    }
    boolean isComplete =
        trees.stream()
            .allMatch(tree -> nodes.getOrDefault(tree.to(), List.of()).size() > tree.height());
    return isComplete
        ? Optional.of(
            path.stream()
                .map(range -> range.hash((height, end) -> at(nodes, height, end)))
                .toList())
        : Optional.empty();
  }

  private static SealHash at(Map<Long, List<SealHash>> nodes, int height, long end) {
    return nodes.getOrDefault(end, List.of()).get(height);
  }

  /** Returns the tree of the first blocks; empty if one that it takes is missing. */
  Optional<MerkleStack> tree(long blocks) {
    if (blocks == 0) {
      return Optional.of(MerkleStack.EMPTY);
    }
    List<LeafRange> peaks = new LeafRange(0, blocks).perfect();
    return hashes(peaks).map(hashes -> new MerkleStack(blocks, new ArrayList<>(hashes)));
  }
}
