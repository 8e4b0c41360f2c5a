package io.zkpersona.storage.transaction;

/**
 * How far a transaction is kept from others, with PostgreSQL's meaning (documentation, chapter
 * "Transaction Isolation").
 */
public enum Isolation {
  /** Each statement sees what was committed before it began. PostgreSQL's default. */
  READ_COMMITTED,
  /** All statements see what was committed before the first of them began. */
  REPEATABLE_READ,
  /** As if transactions ran one after the other; one that can't is rolled back. */
  SERIALIZABLE
}
