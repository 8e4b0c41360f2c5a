package io.zkpersona.benchmarks.candidate;

/** The operations of a candidate, one for each method of {@link Candidate}. */
public enum Operation {
  /** {@link Candidate#find}. */
  FIND,
  /** {@link Candidate#save}. */
  SAVE,
  /** {@link Candidate#update}. */
  UPDATE,
  /** {@link Candidate#page}. */
  PAGE,
  /** {@link Candidate#slice}. */
  SLICE,
  /** {@link Candidate#offset}. */
  OFFSET,
  /** {@link Candidate#saveAll}. */
  SAVE_ALL,
  /** {@link Candidate#markProcessed}. */
  MARK,
  /** {@link Candidate#findAll}. */
  FIND_ALL,
  /** {@link Candidate#stream}. */
  STREAM,
  /** {@link Candidate#claim}. */
  CLAIM,
  /** {@link Candidate#analytics}. */
  ANALYTICS,
  /** {@link Candidate#lifecycle}. */
  LIFECYCLE
}
