package io.zkpersona.domain.proof;

/** What to do with a proof of a statement that its user has proven before. */
public enum IfStatementExists {
  /** Gives back the user's earlier proof, and that it was there. */
  RETURN_OWN,

  /** Throws {@link io.zkpersona.domain.error.DuplicateStatementException}. */
  THROW
}
