package io.zkpersona.junit;

/** The tests that share a database; {@link #CLASS} by default. */
public enum DatabasePer {
  /** One database for all tests of a class, including those of its {@code @Nested} classes. */
  CLASS,

  /** One database for each test method, and for each invocation of a repeated one. */
  METHOD
}
