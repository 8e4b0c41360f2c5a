package io.zkpersona.storage.transaction;

/**
 * The isolation level of a transaction, as PostgreSQL defines it (documentation, chapter
 * "Transaction Isolation").
 */
public enum Isolation {
  /** Each statement sees the changes committed before it began. PostgreSQL's default. */
  READ_COMMITTED,
  /** All statements see the changes committed before the first of them began. */
  REPEATABLE_READ,
  /** Transactions behave as if they ran one after the other; one that can't is rolled back. */
  SERIALIZABLE
}
