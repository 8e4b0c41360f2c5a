package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.ChangeProof;
import io.zkpersona.domain.change.ConsistencyProof;
import io.zkpersona.domain.change.InclusionProof;
import io.zkpersona.domain.change.SealHash;
import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.change.SealReport;
import io.zkpersona.domain.change.SealedBlock;
import io.zkpersona.domain.change.SealedChange;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.error.SealsBrokenException;
import io.zkpersona.storage.error.TransactionException;
import io.zkpersona.storage.internal.change.seal.ComparedRow.Leaf;
import io.zkpersona.storage.internal.change.seal.SealStatements.Sealed;
import io.zkpersona.storage.internal.change.seal.SealStatements.Span;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.repository.change.ChangeSeals;
import java.util.List;
import java.util.Optional;

/** Seals changes, verifies them and makes proofs. */
public final class PostgresChangeSeals implements ChangeSeals {

  private final SqlExecutor executor;

  public PostgresChangeSeals(SqlExecutor executor) {
    this.executor = executor;
  }

  @Override
  public Optional<SealHead> seal() {
    try {
      executor.first(SealStatements.TICK);
      Sealed sealed;
      do {
        sealed = executor.first(SealStatements.SEAL).orElseThrow();
      } while (!sealed.isDone());
      return Optional.ofNullable(sealed.head());
    } catch (DatabaseException e) {
      throw refused(e);
    }
  }

  private static RuntimeException refused(DatabaseException e) {
    return switch (e.sqlState().orElse("")) {
      case "ZK221" ->
          new TransactionException(
              "change_seals.seal was called in a transaction of another isolation than READ"
                  + " COMMITTED (expected: READ COMMITTED, or outside; nothing was sealed)",
              e.sqlState().orElse(null),
              e);
      case "ZK212" ->
          new TransactionException(
              "change_seals.seal was called first in a transaction that had begun its work"
                  + " (expected: outside; nothing was sealed; later calls may be inside)",
              e.sqlState().orElse(null),
              e);
      case "ZK222" ->
          new SealsBrokenException(
              "the last block is not the head of the log (expected: as the last call of seal() left"
                  + " it; nothing was sealed; verify() names the difference)",
              e);
      default -> e;
    };
  }

  @Override
  public Optional<SealHead> head() {
    return executor.first(SealStatements.HEAD);
  }

  @Override
  public SealReport verify() {
    return executor.inSnapshot(
        "change_seals.verify", tx -> new Verification(tx).of(1, Long.MAX_VALUE));
  }

  @Override
  public SealReport verify(long fromBlock, long toBlock) {
    requireOrdered("fromBlock", fromBlock, "toBlock", toBlock);
    return executor.inSnapshot(
        "change_seals.verify", tx -> new Verification(tx).of(fromBlock, toBlock));
  }

  @Override
  public Optional<ChangeProof> proofOfInclusion(long position) {
    ComparedRow row =
        executor.list(SealStatements.COMPARED, new Span(position, position)).stream()
            .filter(found -> found.leaf() != null)
            .findFirst()
            .orElse(null);
    if (row == null || row.leaf() == null || row.leaf().isDropped()) {
      return Optional.empty();
    }
    return Optional.of(
        proof(row, row.leaf())
            .orElseThrow(
                () ->
                    new SealsBrokenException(
                        "the change at position "
                            + position
                            + " can't be proven (expected: as it was sealed; verify() names the"
                            + " differences)",
                        null)));
  }

  private Optional<ChangeProof> proof(ComparedRow row, Leaf leaf) {
    SealHead head = head().orElse(null);
    SealedChange sealed = row.intact().orElse(null);
    StoredBlock stored =
        executor.first(SealStatements.BLOCKS, new Span(leaf.block(), leaf.block())).orElse(null);
    SealedBlock block = stored == null ? null : stored.block().orElse(null);
    if (head == null
        || sealed == null
        || row.change() == null
        || stored == null
        || stored.leaves() == null
        || block == null
        || !stored.hasItsLeaves(block)) {
      return Optional.empty();
    }
    StoredChange change = row.change();
    List<SealHash> leaves = stored.leaves();
    InclusionProof inBlock =
        new InclusionProof(
            leaf.index(),
            leaves.size(),
            LeafRange.ofInclusion(leaf.index(), leaves.size()).stream()
                .map(range -> range.hash((height, end) -> root(leaves, height, end)))
                .toList());
    long index = block.number() - 1;
    return new LogNodes(executor)
        .hashes(LeafRange.ofInclusion(index, head.blocks()))
        .map(
            path ->
                new ChangeProof(
                    sealed,
                    change.opening().textIfOpen(),
                    change.actorOpening().textIfOpen(),
                    inBlock,
                    block,
                    new InclusionProof(index, head.blocks(), path),
                    head))
        .filter(proof -> proof.verify(head));
  }

  private static SealHash root(List<SealHash> leaves, int height, long end) {
    return MerkleStack.of(leaves.subList((int) (end - (1L << height)), (int) end)).peaks().get(0);
  }

  @Override
  public ConsistencyProof proofOfConsistency(long oldSize, long newSize) {
    requireOrdered("oldSize", oldSize, "newSize", newSize);
    long blocks = head().map(SealHead::blocks).orElse(0L);
    if (newSize > blocks) {
      throw new ValidationException(
          "newSize", newSize + " (expected: at most " + blocks + ", the number of blocks)");
    }
    return new LogNodes(executor)
        .hashes(LeafRange.ofConsistency(oldSize, newSize))
        .map(path -> new ConsistencyProof(oldSize, newSize, path))
        .orElseThrow(
            () ->
                new SealsBrokenException(
                    "a block that the proof takes is missing or was altered (expected: blocks"
                        + " without gaps; verify() names the differences)",
                    null));
  }

  private static void requireOrdered(String first, long from, String second, long to) {
    if (from < 1) {
      throw new ValidationException(first, from + " (expected: 1 or more)");
    }
    if (to < from) {
      throw new ValidationException(
          second, to + " (expected: " + first + ", which is " + from + ", or more)");
    }
  }
}
