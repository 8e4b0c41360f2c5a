package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.behavior.BehaviorInput;
import java.util.List;

/**
 * What a page holds.
 *
 * @param rows the rows in their order
 * @param total how many there are in all; -1 if nobody asked
 */
public record Found(List<BehaviorInput> rows, long total) {

  /** A page of which nobody asked the total. */
  public static final long UNKNOWN = -1;
}
