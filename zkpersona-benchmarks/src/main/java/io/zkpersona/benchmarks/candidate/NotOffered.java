package io.zkpersona.benchmarks.candidate;

/** Thrown by an operation that a candidate does not offer; {@link Candidates} lists the others. */
public final class NotOffered extends UnsupportedOperationException {
  private static final long serialVersionUID = 1L;

  NotOffered(Object candidate) {
    super(
        candidate.getClass().getSimpleName()
            + " does not offer this operation (expected: one that Candidates lists)");
  }
}
