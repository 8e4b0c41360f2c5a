package io.zkpersona.storage.repository.behavior;

/** The treatment of scoring results and proofs whose inputs are dropped. */
public enum Dependents {
  /** Keeps them: if any exist, the call fails and no input is dropped. */
  KEEP,

  /**
   * Deletes them and their dependents, as deleting the inputs would; reputation records remain and
   * lose their reference.
   */
  DELETE
}
