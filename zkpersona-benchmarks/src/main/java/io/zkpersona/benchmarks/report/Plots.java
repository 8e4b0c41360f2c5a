package io.zkpersona.benchmarks.report;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.jmh.Measurement;
import io.zkpersona.benchmarks.jmh.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;

/** Draws the ratios, one picture for each family of operations. */
public final class Plots {

  private static final int WIDTH = 1_100;
  private static final int HEIGHT = 520;

  private final Ratios ratios;
  private final List<Candidates> columns;

  /** Creates plots of the samples of a run. */
  public Plots(Set<Candidates> candidates, List<Sample> samples) {
    this.columns = candidates.stream().filter(Candidates::isColumn).toList();
    this.ratios = new Ratios(samples);
  }

  /** Writes {@code single.png} and {@code many.png}. */
  public void write(Path folder, List<Measurement> measurements) throws IOException {
    plot(
        folder.resolve("single.png"),
        "Single calls and pages: time, ratio to raw JDBC",
        measurements.stream()
            .filter(measurement -> measurement.cost() == Measurement.Cost.REPEATED)
            .filter(measurement -> !measurement.isOption())
            .toList());
    plot(
        folder.resolve("many.png"),
        "Many rows: time, ratio to raw JDBC",
        measurements.stream()
            .filter(measurement -> measurement.cost() != Measurement.Cost.REPEATED)
            .filter(measurement -> !measurement.isOption())
            .toList());
  }

  private void plot(Path file, String title, List<Measurement> measurements) throws IOException {
    List<String> labels = measurements.stream().map(Measurement::label).toList();
    if (labels.isEmpty()) {
      return;
    }
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).build();
    chart.getStyler().setXAxisLabelRotation(30);
    chart.getStyler().setYAxisMin(0.0);
    for (Candidates candidate : columns) {
      List<Double> heights = new ArrayList<>();
      boolean any = false;
      for (String label : labels) {
        OptionalDouble ratio = ratios.ratio(label, candidate);
        any |= ratio.isPresent();
        heights.add(ratio.orElse(0));
      }
      if (any) {
        chart.addSeries(candidate.label(), labels, heights);
      }
    }
    ChartEncoder.saveChart(chart, file.toString(), "png");
  }
}
