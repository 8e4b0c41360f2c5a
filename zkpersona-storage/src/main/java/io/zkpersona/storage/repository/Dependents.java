package io.zkpersona.storage.repository;

/** What becomes of scoring results and proofs when the inputs go that they refer to. */
public enum Dependents {
  /** They stay, and so do the inputs: where there are any, nothing is dropped. */
  KEEP,

  /**
   * They go too, and whatever goes with them; reputation records stay and lose their reference, all
   * as if the inputs were deleted.
   */
  DELETE
}
