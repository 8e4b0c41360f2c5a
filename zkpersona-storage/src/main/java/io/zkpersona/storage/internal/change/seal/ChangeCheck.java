package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.SealFinding.Kind;
import io.zkpersona.storage.internal.change.seal.ComparedRow.Leaf;
import org.jspecify.annotations.Nullable;

/**
 * Compares changes with their leaves, by position. A tamperer may have stored several changes at
 * one position: one of them can be the sealed one. Belongs to one call.
 */
final class ChangeCheck {

  private final Findings findings;
  private final long from;
  private final long to;
  private @Nullable ComparedRow current;
  private long changesHere;
  private boolean isFound;
  private long intact;
  private long erased;
  private long dropped;

  /** Checks the changes of blocks from a number to another one. */
  ChangeCheck(Findings findings, long from, long to) {
    this.findings = findings;
    this.from = from;
    this.to = to;
  }

  /** Checks the next row. */
  void add(ComparedRow row) {
    if (current == null || current.position() != row.position()) {
      end();
      current = row;
    }
    if (row.change() == null) {
      return;
    }
    if (row.leaf() == null) {
      if (row.isDue()) {
        findings.add(Kind.CHANGE_INSERTED, null, row.position());
      }
      return;
    }
    changesHere++;
    if (!isFound && row.intact().isPresent()) {
      isFound = true;
      erased += isWanted(row.leaf()) && row.change().isErased() ? 1 : 0;
    }
  }

  /** Ends after the last row of a position. */
  void end() {
    if (current != null) {
      conclude(current, current.leaf());
    }
    current = null;
    changesHere = 0;
    isFound = false;
  }

  private void conclude(ComparedRow row, @Nullable Leaf leaf) {
    if (leaf == null || !isWanted(leaf)) {
      return;
    }
    if (isFound) {
      intact++;
    } else if (changesHere > 0) {
      findings.add(Kind.CHANGE_ALTERED, leaf.block(), row.position());
    } else if (leaf.isDropped()) {
      dropped++;
    } else {
      findings.add(Kind.CHANGE_REMOVED, leaf.block(), row.position());
    }
    for (long more = 1; more < changesHere; more++) {
      findings.add(Kind.CHANGE_INSERTED, null, row.position());
    }
  }

  private boolean isWanted(@Nullable Leaf leaf) {
    return leaf != null && leaf.block() >= from && leaf.block() <= to;
  }

  long intact() {
    return intact;
  }

  long erased() {
    return erased;
  }

  long dropped() {
    return dropped;
  }
}
