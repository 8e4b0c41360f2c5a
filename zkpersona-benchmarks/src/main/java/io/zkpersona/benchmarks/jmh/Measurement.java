package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.candidate.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A line of the table.
 *
 * @param label the label in the table
 * @param candidates the participating candidates
 * @param subject the candidate that the targets apply to
 * @param method the benchmark, as {@code Class.method}
 * @param parameters the parameters of the benchmark
 * @param threads the number of concurrent threads
 * @param cost the duration of one turn of one candidate
 * @param targets the targets of the subject; the first is the main one
 */
public record Measurement(
    String label,
    List<Candidates> candidates,
    Candidates subject,
    String method,
    Map<String, String> parameters,
    int threads,
    Cost cost,
    List<Target> targets) {

  /** The duration of one turn. */
  public enum Cost {
    /** The given duration: the call is repeated. */
    REPEATED,
    /** One call of tenths of a second. */
    ONE_CALL,
    /** One call of seconds. */
    LONG_CALL
  }

  /**
   * Tells whether this line measures an option of this library instead of comparing it with peers.
   */
  public boolean isOption() {
    return candidates.stream().anyMatch(candidate -> candidate.role() == Candidates.Role.OPTION);
  }

  /** Returns all candidates that support an operation, including peers. */
  static List<Candidates> all(Operation operation) {
    return those(operation, candidate -> true);
  }

  /** Returns the candidates that support an operation, without peers. */
  static List<Candidates> core(Operation operation) {
    return those(operation, candidate -> candidate.role() != Candidates.Role.PEER);
  }

  private static List<Candidates> those(Operation operation, Predicate<Candidates> who) {
    return Arrays.stream(Candidates.values())
        .filter(candidate -> candidate.role() != Candidates.Role.OPTION)
        .filter(candidate -> candidate.does(operation))
        .filter(who)
        .toList();
  }

  static Measurement repeated(
      String label, List<Candidates> candidates, String method, int threads, Target... targets) {
    return new Measurement(
        label,
        candidates,
        Candidates.ZK_PERSONA,
        method,
        Map.of(),
        threads,
        Cost.REPEATED,
        List.of(targets));
  }

  static Measurement once(
      String label, List<Candidates> candidates, String method, Cost cost, Target... targets) {
    return new Measurement(
        label, candidates, Candidates.ZK_PERSONA, method, Map.of(), 1, cost, List.of(targets));
  }

  Measurement with(String parameter, String value) {
    return new Measurement(
        label, candidates, subject, method, Map.of(parameter, value), threads, cost, targets);
  }

  Measurement about(Candidates other) {
    return new Measurement(label, candidates, other, method, parameters, threads, cost, targets);
  }
}
