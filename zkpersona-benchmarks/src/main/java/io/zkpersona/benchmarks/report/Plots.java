package io.zkpersona.benchmarks.report;

import io.zkpersona.benchmarks.candidate.Candidates;
import io.zkpersona.benchmarks.candidate.Candidates.Role;
import io.zkpersona.benchmarks.jmh.Measurement;
import io.zkpersona.benchmarks.jmh.Sample;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the ratios, one picture for each family of operations. */
public final class Plots {

  private static final int WIDTH = 1_200;
  private static final int HEIGHT = 560;
  private static final int SIZE = 9;
  private static final Color OURS = new Color(0x0072b2);
  private static final Color RAW = new Color(0x222222);

  /** Hues that stay apart for most kinds of color blindness. */
  private static final List<Color> PEERS =
      List.of(
          new Color(0xe69f00),
          new Color(0x009e73),
          new Color(0xcc79a7),
          new Color(0xd55e00),
          new Color(0x56b4e9),
          new Color(0x999999),
          new Color(0xb2a100),
          new Color(0x6b4fa0));

  private final Ratios ratios;
  private final List<Candidates> columns;

  /** Creates plots of the samples of a run. */
  public Plots(Set<Candidates> candidates, List<Sample> samples) {
    this.columns = candidates.stream().filter(Candidates::isColumn).toList();
    this.ratios = new Ratios(samples);
  }

  /**
   * Writes {@code single.png} and {@code many.png} of the lines in which peers take part, and
   * {@code lifecycle.png} of the calls that only raw JDBC has beside the library.
   */
  public void write(Path folder, List<Measurement> measurements) throws IOException {
    List<Measurement> lines =
        measurements.stream().filter(measurement -> !measurement.isOption()).toList();
    Predicate<Measurement> single = measurement -> measurement.cost() == Measurement.Cost.REPEATED;
    plot(
        folder.resolve("single.png"),
        "Single calls and pages",
        lines.stream().filter(single).filter(this::hasPeers).toList());
    plot(
        folder.resolve("many.png"),
        "Many rows",
        lines.stream().filter(single.negate()).filter(this::hasPeers).toList());
    plot(
        folder.resolve("lifecycle.png"),
        "Lifecycle calls and slices",
        lines.stream().filter(single).filter(line -> !hasPeers(line)).toList());
  }

  private static boolean isPeer(Candidates candidate) {
    return candidate.role() == Role.PEER;
  }

  private boolean hasPeers(Measurement line) {
    return columns.stream()
        .filter(Plots::isPeer)
        .anyMatch(peer -> ratios.ratio(line.label(), peer).isPresent());
  }

  private void plot(Path file, String title, List<Measurement> measurements) throws IOException {
    List<String> labels = measurements.stream().map(Measurement::label).toList();
    if (labels.isEmpty()) {
      return;
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title + ": time as a ratio to raw JDBC, lower is faster")
            .build();
    style(chart.getStyler());
    int peers = 0;
    for (Candidates candidate : columns) {
      List<@Nullable Double> heights = new ArrayList<>();
      for (String label : labels) {
        OptionalDouble ratio = ratios.ratio(label, candidate);
        heights.add(ratio.isPresent() ? ratio.getAsDouble() : null);
      }
      if (heights.stream().anyMatch(Objects::nonNull)) {
        CategorySeries series = chart.addSeries(candidate.label(), labels, heights);
        boolean ours = candidate == Candidates.ZK_PERSONA;
        series.setMarker(ours ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE);
        series.setMarkerColor(
            ours ? OURS : isPeer(candidate) ? PEERS.get(peers++ % PEERS.size()) : RAW);
      }
    }
    ChartEncoder.saveChart(chart, file.toString(), "png");
  }

  private static void style(CategoryStyler styler) {
    styler.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(0xd9dee6));
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setXAxisLabelRotation(30);
    styler.setXAxisMaxLabelCount(Integer.MAX_VALUE);
    styler.setYAxisMin(0.0);
    styler.setMarkerSize(SIZE);
  }
}
