package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Candidates;

/**
 * A target for the subject of a line.
 *
 * @param kind the kind of comparison
 * @param than the candidate to compare with; ignored for {@link Kind#NONE_AHEAD}
 * @param line the line to compare with; empty for the same line
 * @param limit the limit, an upper or lower bound depending on the kind
 */
public record Target(Kind kind, Candidates than, String line, double limit) {

  /** The kinds of comparison. */
  public enum Kind {
    /** The time as a ratio to the other's: at most the limit. */
    TIME,
    /** The other's time as a ratio to the subject's: at least the limit. */
    AHEAD,
    /** No peer is faster. */
    NONE_AHEAD,
    /** The client's processor time as a ratio to the other's: at most the limit. */
    PROCESSOR,
    /** The bytes allocated by the client beyond the other's: at most the limit. */
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
