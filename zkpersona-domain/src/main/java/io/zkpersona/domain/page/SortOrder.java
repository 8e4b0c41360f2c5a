package io.zkpersona.domain.page;

/** The direction in which a page or slice is sorted. */
public enum SortOrder {
  /** Smallest or oldest first. */
  ASCENDING,
  /** Largest or newest first. */
  DESCENDING
}
