package io.zkpersona.benchmarks.report;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.jmh.Measurement;
import io.zkpersona.benchmarks.jmh.Sample;
import io.zkpersona.benchmarks.jmh.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Determines which targets were met. */
public final class Verdicts {

  private static final String MET = "met";
  private static final String NOISE = "missed, within noise";
  private static final String MISSED = "missed";

  private final Ratios ratios;

  /** Creates verdicts from the ratios of a run. */
  public Verdicts(Ratios ratios) {
    this.ratios = ratios;
  }

  /**
   * A target and its outcome.
   *
   * @param line the line's label
   * @param target the target
   * @param measured the measured value
   * @param verdict whether the target was met
   */
  public record Verdict(String line, String target, String measured, String verdict) {

    boolean isMet() {
      return verdict.equals(MET);
    }

    List<String> cells() {
      return List.of(line, target, measured, verdict);
    }
  }

  /** Returns one verdict for each target of a line whose candidates participated. */
  public List<Verdict> of(Measurement line) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Target target : line.targets()) {
      if (target.kind() == Target.Kind.NONE_AHEAD) {
        noneAhead(line).ifPresent(verdicts::add);
      } else {
        OptionalDouble measured = measured(line, target);
        measured.ifPresent(value -> verdicts.add(verdict(line, target, value)));
      }
    }
    return verdicts;
  }

  /** Returns a line's verdict as a short text. */
  public String summary(Measurement line) {
    List<Verdict> all = of(line);
    String open =
        all.stream()
            .filter(verdict -> !verdict.isMet())
            .map(verdict -> verdict.target() + ": " + verdict.measured() + ", " + verdict.verdict())
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? "–" : open.isEmpty() ? MET : open;
  }

  /** Returns a line's targets as a short text. */
  public static String targets(Measurement line) {
    return line.targets().isEmpty()
        ? "–"
        : line.targets().stream().map(Verdicts::text).collect(Collectors.joining("; "));
  }

  private Verdict verdict(Measurement line, Target target, double measured) {
    double noise =
        switch (target.kind()) {
          case TIME, AHEAD -> noise(line, target);
          default -> 0;
        };
    boolean atLeast = target.kind() == Target.Kind.AHEAD;
    boolean met = atLeast ? measured >= target.limit() : measured <= target.limit();
    boolean close =
        atLeast
            ? measured >= target.limit() / (1 + noise)
            : measured <= target.limit() * (1 + noise);
    return new Verdict(
        line.label(),
        text(target),
        target.kind() == Target.Kind.BYTES
            ? String.format(Locale.ROOT, "%,.0f", measured)
            : Numbers.ratio(measured),
        met ? MET : close ? NOISE : MISSED);
  }

  private double noise(Measurement line, Target target) {
    String other = other(line, target);
    int rounds = ratios.shared(line.label(), line.subject(), other, target.than());
    return Math.max(ratios.noise(line.label(), rounds), ratios.noise(other, rounds));
  }

  private static String other(Measurement line, Target target) {
    return target.line().isEmpty() ? line.label() : target.line();
  }

  /**
   * Returns the peers ahead of the subject by more than the noise; empty if no peer participated.
   */
  private Optional<Verdict> noneAhead(Measurement line) {
    List<Candidates> peers =
        line.candidates().stream()
            .filter(peer -> peer.role() == Candidates.Role.PEER)
            .filter(peer -> shared(line, peer) > 0)
            .toList();
    String ahead =
        peers.stream()
            .filter(peer -> toPeer(line, peer) > 1 + ratios.noise(line.label(), shared(line, peer)))
            .map(peer -> peer.label() + " " + Numbers.ratio(1 / toPeer(line, peer)))
            .collect(Collectors.joining(", "));
    return peers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Verdict(
                line.label(),
                "none ahead",
                ahead.isEmpty() ? "none ahead" : ahead + " of its time",
                ahead.isEmpty() ? MET : MISSED));
  }

  private int shared(Measurement line, Candidates peer) {
    return ratios.shared(line.label(), line.subject(), line.label(), peer);
  }

  private double toPeer(Measurement line, Candidates peer) {
    return ratios.ratio(line.label(), line.subject(), peer, Sample::micros).orElseThrow();
  }

  private OptionalDouble measured(Measurement line, Target target) {
    return switch (target.kind()) {
      case TIME -> ratio(line, target, Sample::micros);
      case AHEAD -> inverse(ratio(line, target, Sample::micros));
      case PROCESSOR -> ratio(line, target, Sample::cpuMicros);
      case BYTES -> more(line, target);
      case NONE_AHEAD -> OptionalDouble.empty();
    };
  }

  private OptionalDouble ratio(Measurement line, Target target, ToDoubleFunction<Sample> figure) {
    return ratios.ratio(line.label(), line.subject(), other(line, target), target.than(), figure);
  }

  private OptionalDouble more(Measurement line, Target target) {
    OptionalDouble own = ratios.median(line.label(), line.subject(), Sample::bytes);
    OptionalDouble other = ratios.median(line.label(), target.than(), Sample::bytes);
    return own.isPresent() && other.isPresent()
        ? OptionalDouble.of(own.getAsDouble() - other.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble inverse(OptionalDouble ratio) {
    return ratio.isPresent() ? OptionalDouble.of(1 / ratio.getAsDouble()) : ratio;
  }

  static String text(Target target) {
    String limit = Numbers.plain(target.limit());
    String than =
        target.line().isEmpty()
            ? target.than().label()
            : target.than().label() + " at “" + target.line() + "”";
    return switch (target.kind()) {
      case TIME ->
          target.than() == Candidates.RAW && target.line().isEmpty()
              ? "≤ " + limit
              : "≤ " + limit + " of " + than;
      case AHEAD -> "≥ " + limit + " × " + than;
      case PROCESSOR -> "processor ≤ " + limit;
      case BYTES -> "≤ " + limit + " bytes more";
      case NONE_AHEAD -> "none ahead";
    };
  }
}
