package io.zkpersona.micrometer;

/**
 * The buckets of the timer {@code zkpersona.operation}, from which a server computes percentiles.
 */
public enum Histograms {

  /** No buckets: count, sum and maximum only. */
  NONE,

  /**
   * Nine buckets from one millisecond to ten seconds, the boundaries that OpenTelemetry advises for
   * database calls.
   */
  BUCKETS,

  /** Micrometer's percentile histogram: about seventy buckets, for exact percentiles. */
  FINE
}
