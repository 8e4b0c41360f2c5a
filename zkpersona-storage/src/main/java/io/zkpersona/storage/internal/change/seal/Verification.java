package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.SealHead;
import io.zkpersona.domain.change.SealReport;
import io.zkpersona.storage.internal.change.seal.SealStatements.Span;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Verifies blocks and the changes in them, over one snapshot. Belongs to one call. */
final class Verification {

  private final SqlExecutor executor;
  private final Findings findings = new Findings();
  private long dropped;

  Verification(SqlExecutor executor) {
    this.executor = executor;
  }

  /** Verifies the blocks from a number to another one, as far as there are or were any. */
  SealReport of(long from, long to) {
    Optional<SealHead> kept = executor.first(SealStatements.KEPT_HEAD);
    long end =
        Math.max(
            kept.map(SealHead::blocks).orElse(0L),
            executor.first(SealStatements.HEAD).map(SealHead::blocks).orElse(0L));
    long last = Math.min(to, end);
    if (last < from) {
      return new SealReport(from, from - 1, 0, 0, 0, findings.first(), findings.found());
    }
    checkLog(new LogCheck(findings, from, new LogNodes(executor).tree(from - 1), kept), from, last);
    ChangeCheck changes = new ChangeCheck(findings, from, last);
    checkChanges(changes, positions(from, last, end));
    return new SealReport(
        from,
        last,
        changes.intact(),
        changes.erased(),
        changes.dropped() + dropped,
        findings.first(),
        findings.found());
  }

  private void checkLog(LogCheck log, long from, long last) {
    long next = from;
    List<StoredBlock> blocks;
    do {
      blocks = executor.list(SealStatements.BLOCKS, new Span(next, last));
      for (StoredBlock block : blocks) {
        log.add(block);
        dropped += block.leaves() == null ? block.changes() : 0;
        next = block.number() + 1;
      }
    } while (blocks.size() == SealStatements.BLOCKS_A_READ);
    log.end(last);
  }

  /** All positions, unless other blocks have some: then those from block to block. */
  private Span positions(long from, long last, long end) {
    long low = Long.MIN_VALUE;
    long high = Long.MAX_VALUE;
    Optional<Span> own = executor.first(SealStatements.POSITIONS, new Span(from, last));
    if (from > 1) {
      Optional<Span> before =
          executor.first(SealStatements.POSITIONS, new Span(from - 1, from - 1));
      low =
          Math.min(
              own.map(Span::from).orElse(Long.MAX_VALUE),
              before.map(Span::to).orElse(Long.MIN_VALUE));
    }
    if (last < end) {
      high = own.map(Span::to).orElse(low);
    }
    return new Span(low, high);
  }

  private void checkChanges(ChangeCheck check, Span positions) {
    long next = positions.from();
    boolean isLast;
    do {
      long end = executor.first(SealStatements.CHUNK_END, next).orElse(positions.to());
      isLast = end >= positions.to();
      Span chunk = new Span(next, Math.min(end, positions.to()));
      try (Stream<ComparedRow> rows = executor.stream(SealStatements.COMPARED, chunk)) {
        rows.forEach(check::add);
      }
      next = end + 1;
    } while (!isLast);
    check.end();
  }
}
