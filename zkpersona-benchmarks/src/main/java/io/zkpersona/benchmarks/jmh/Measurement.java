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
 * @param label what it is called there
 * @param candidates who takes part
 * @param subject whom the targets are for
 * @param method the benchmark, as {@code Class.method}
 * @param parameters the benchmark's own
 * @param threads how many at once
 * @param cost what one turn of one candidate takes
 * @param targets what the subject should reach; the first is the line's main one
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

  /** What one turn takes. */
  public enum Cost {
    /** As long as it is given: the call is repeated. */
    REPEATED,
    /** One call, tenths of a second. */
    ONE_CALL,
    /** One call, seconds. */
    LONG_CALL
  }

  /** Whether this is about what this library has to choose from, and not about its peers. */
  public boolean isOption() {
    return candidates.stream().anyMatch(candidate -> candidate.role() == Candidates.Role.OPTION);
  }

  /** All who do it, peers included. */
  static List<Candidates> all(Operation operation) {
    return those(operation, candidate -> true);
  }

  /** Those who do it without the peers. */
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
