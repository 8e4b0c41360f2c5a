package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Candidates;

/**
 * What a line's subject should reach.
 *
 * @param kind what is compared
 * @param than with whom; nobody in particular for {@link Kind#NONE_AHEAD}
 * @param line at which line; empty for the same line
 * @param limit how much at most, or at least
 */
public record Target(Kind kind, Candidates than, String line, double limit) {

  /** What is compared. */
  public enum Kind {
    /** The time, as a share of the other's: at most the limit. */
    TIME,
    /** How many times as long the other takes: at least the limit. */
    AHEAD,
    /** No peer takes less time. */
    NONE_AHEAD,
    /** Processor time of the client, as a share of the other's: at most the limit. */
    PROCESSOR,
    /** Bytes allocated by the client beyond the other's: at most the limit. */
    BYTES
  }

  static Target ofRaw(double limit) {
    return of(Candidates.RAW, limit);
  }

  static Target of(Candidates than, double limit) {
    return new Target(Kind.TIME, than, "", limit);
  }

  static Target of(Candidates than, String line, double limit) {
    return new Target(Kind.TIME, than, line, limit);
  }

  static Target ahead(double limit, Candidates than) {
    return new Target(Kind.AHEAD, than, "", limit);
  }

  static Target ahead(double limit, Candidates than, String line) {
    return new Target(Kind.AHEAD, than, line, limit);
  }

  static Target noneAhead() {
    return new Target(Kind.NONE_AHEAD, Candidates.RAW, "", 1);
  }

  static Target processor(double limit) {
    return new Target(Kind.PROCESSOR, Candidates.RAW, "", limit);
  }

  static Target bytes(double limit) {
    return new Target(Kind.BYTES, Candidates.RAW, "", limit);
  }
}
