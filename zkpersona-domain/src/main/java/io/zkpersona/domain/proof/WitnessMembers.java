package io.zkpersona.domain.proof;

/** The answer to members by the name of a private witness. */
public enum WitnessMembers {
  /** They are refused. */
  REFUSED,

  /**
   * They are stored: the caller knows that what they hold is no secret, or wants to keep it.
   * Nothing encrypts it, and everybody who may read the row reads it.
   */
  STORED_KNOWINGLY
}
