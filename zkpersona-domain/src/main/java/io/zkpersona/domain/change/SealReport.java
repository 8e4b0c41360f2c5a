package io.zkpersona.domain.change;

import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.validation.Checks;
import java.util.List;

/**
 * The result of comparing sealed changes with their seals. Immutable and thread-safe.
 *
 * @param firstBlock the number of the first block that was verified
 * @param lastBlock the number of the last one; below {@code firstBlock} if there was none
 * @param changes the number of changes that were as they were sealed
 * @param erased the number of those whose version or ids were erased, so that their seal covers the
 *     remaining columns and a commitment
 * @param dropped the number of changes that the seals report as dropped by retention
 * @param findings the first differences, by block and position; at most {@value #MAX_FINDINGS}
 * @param found the number of all differences
 */
public record SealReport(
    long firstBlock,
    long lastBlock,
    long changes,
    long erased,
    long dropped,
    List<SealFinding> findings,
    long found) {

  /** The number of differences that a report names. */
  public static final int MAX_FINDINGS = 1_000;

  /**
   * Copies the findings.
   *
   * @throws ValidationException if {@code findings} is null
   */
  public SealReport {
    findings = List.copyOf(Checks.notNull("findings", findings));
  }

  /** Tells whether nothing differs. */
  public boolean isIntact() {
    return found == 0;
  }
}
