package io.zkpersona.domain.proof.document;

/** The handling of members named like a private witness. */
public enum WitnessMembers {
  /** Such members are rejected. */
  REFUSED,

  /**
   * Such members are stored: the caller knows that their values are not secret, or accepts storing
   * them. They are not encrypted, and everyone who may read the row can read them.
   */
  STORED_KNOWINGLY
}
