package io.zkpersona.benchmarks.ingest;

/** The implementation that loads. */
public enum Way {
  /** This library. */
  LIBRARY,
  /** Plain JDBC. */
  BY_HAND
}
