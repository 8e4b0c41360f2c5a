package io.zkpersona.domain.page;

/** The count of all matching items that a page returns. */
public enum TotalCount {
  /** No count; the cheapest choice. */
  NONE,
  /**
   * The exact count, correct on an empty page too; its cost grows with the number of matching
   * items.
   */
  EXACT
}
