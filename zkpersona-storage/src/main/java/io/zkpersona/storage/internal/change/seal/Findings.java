package io.zkpersona.storage.internal.change.seal;

import io.zkpersona.domain.change.SealFinding;
import io.zkpersona.domain.change.SealFinding.Kind;
import io.zkpersona.domain.change.SealReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first differences of a verification, and how many there are. Belongs to one call. */
final class Findings {

  private final List<SealFinding> first = new ArrayList<>();
  private long found;

  void add(Kind kind, @Nullable Long block, @Nullable Long position) {
    found++;
    if (first.size() < SealReport.MAX_FINDINGS) {
      first.add(new SealFinding(kind, block, position));
    }
  }

  /** Adds that consecutive blocks are gone: perhaps more than could be counted one by one. */
  void addRemoved(long from, long to) {
    for (long block = from; block <= to; block++) {
      if (first.size() == SealReport.MAX_FINDINGS) {
        found += to - block + 1;
        return;
      }
      add(Kind.BLOCK_REMOVED, block, null);
    }
  }

  List<SealFinding> first() {
    return first;
  }

  long found() {
    return found;
  }
}
