package io.zkpersona.benchmarks.data;

import io.zkpersona.domain.behavior.BehaviorInput;
import java.util.List;

/**
 * The result of a page query.
 *
 * @param rows the rows in order
 * @param total the total number of matching rows; -1 if not requested
 */
public record Found(List<BehaviorInput> rows, long total) {

  /** The total of a page for which none was requested. */
  public static final long UNKNOWN = -1;
}
