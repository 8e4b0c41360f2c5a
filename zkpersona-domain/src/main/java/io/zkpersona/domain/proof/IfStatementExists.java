package io.zkpersona.domain.proof;

/** The handling of a proof whose statement the user has proven before. */
public enum IfStatementExists {
  /** Returns the user's earlier proof, marked as existing. */
  RETURN_OWN,

  /** Throws {@link io.zkpersona.domain.proof.DuplicateStatementException}. */
  THROW
}
