package io.zkpersona.benchmarks.ingest;

/** Who loads. */
public enum Way {
  /** This library. */
  LIBRARY,
  /** JDBC by hand. */
  BY_HAND
}
