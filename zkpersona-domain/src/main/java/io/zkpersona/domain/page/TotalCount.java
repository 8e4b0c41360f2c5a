package io.zkpersona.domain.page;

/** Whether a page also counts everything that matches. */
public enum TotalCount {
  /** No count: the cheapest. */
  NONE,
  /** The exact count, right on an empty page too; its cost grows with what matches. */
  EXACT
}
