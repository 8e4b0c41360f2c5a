package io.zkpersona.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.zkpersona.storage.DatabaseManager;
import io.zkpersona.storage.cache.CacheOptions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every series and label that the dashboard asks for is in a scrape after real calls. */
class DashboardIT {

  /** Labels that Prometheus adds to every series. */
  private static final Set<String> OF_THE_TARGET = Set.of("instance", "job");

  private static final Pattern SELECTOR = Pattern.compile("(zkpersona_[a-z_]+)(?:\\{([^}]*)\\})?");
  private static final Pattern LABEL =
      Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");
  private static final Pattern SERIES =
      Pattern.compile("(?m)^(zkpersona_[a-z_]+)(?:\\{([^}]*)\\})? ");

  private static JsonNode dashboard;
  private static Map<String, Map<String, Set<String>>> scraped;

  @BeforeAll
  static void scrape() throws IOException {
    try (InputStream json =
        DashboardIT.class.getResourceAsStream("/zkpersona-grafana/dashboard.json")) {
      dashboard = new ObjectMapper().readTree(json);
    }
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MetricsListener listener = new MetricsListener(registry);
    try (DatabaseManager database =
        DatabaseManager.builder(Databases.config().build())
            .listener(listener)
            .cache(CacheOptions.defaults().shared(new HeapCache()))
            .open()) {
      new ZkPersonaMetrics(database, Duration.ofMillis(1)).bindTo(registry);
      Databases.callEverything(database);
      Databases.loseAnAnswer(listener);
      Databases.eventually(
          "a sample",
          () -> registry.scrape().contains("zkpersona_queue_inputs{state=\"claimed\"} 3"));
      Databases.eventually(
          "a sample of the feed",
          () -> registry.scrape().contains("zkpersona_feed_undelivered_seconds{"));
      scraped = series(registry.scrape());
    }
  }

  @Test
  void everyExpressionFindsItsSeries() {
    List<String> expressions = expressions();
    assertThat(expressions).hasSizeGreaterThan(15);
    Set<String> missing = new TreeSet<>();
    for (String expression : expressions) {
      Set<String> common = null;
      for (MatchResult selector : SELECTOR.matcher(expression).results().toList()) {
        String name = selector.group(1);
        Map<String, Set<String>> labels = scraped.get(name);
        if (labels == null) {
          missing.add(name);
          continue;
        }
        for (MatchResult label :
            LABEL.matcher(selector.group(2) == null ? "" : selector.group(2)).results().toList()) {
          check(name, labels, label.group(1), label.group(2), missing);
        }
        common = common == null ? new TreeSet<>(labels.keySet()) : common;
        common.retainAll(labels.keySet());
      }
      for (MatchResult grouping : GROUPING.matcher(expression).results().toList()) {
        for (String label : List.of(grouping.group(1).split(",\\s*"))) {
          if (common == null || !common.contains(label)) {
            missing.add(expression + ": by " + label);
          }
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  private static void check(
      String name,
      Map<String, Set<String>> labels,
      String label,
      String value,
      Set<String> missing) {
    if (OF_THE_TARGET.contains(label)) {
      return;
    }
    Set<String> values = labels.get(label);
    if (values == null) {
      missing.add(name + " has no label " + label);
    } else if (!value.startsWith("$") && values.stream().noneMatch(v -> v.matches(value))) {
      missing.add(name + " has no " + label + " " + value);
    }
  }

  @Test
  void everyMeterHasItsPanel() {
    String all = String.join("\n", expressions());
    Set<String> unseen = new TreeSet<>();
    for (String series : scraped.keySet()) {
      String base = series.replaceAll("(_seconds)?(_bucket|_count|_sum|_max|_total)?$", "");
      if (!all.contains(base)) {
        unseen.add(base);
      }
    }

    assertThat(unseen).isEmpty();
  }

  @Test
  void panelsAreNumberedAndDoNotOverlap() {
    Set<Integer> ids = new TreeSet<>();
    Set<String> cells = new TreeSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      assertThat(panel.get("title").asText()).isNotBlank();
      JsonNode at = panel.get("gridPos");
      assertThat(at.get("x").asInt() + at.get("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = at.get("x").asInt(); x < at.get("x").asInt() + at.get("w").asInt(); x++) {
        for (int y = at.get("y").asInt(); y < at.get("y").asInt() + at.get("h").asInt(); y++) {
          assertThat(cells.add(x + "," + y)).as(panel.get("title").asText()).isTrue();
        }
      }
    }
  }

  private static List<String> expressions() {
    List<String> expressions = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      panel.get("targets").forEach(target -> expressions.add(target.get("expr").asText()));
    }
    for (JsonNode variable : dashboard.get("templating").get("list")) {
      if (variable.get("type").asText().equals("query")) {
        expressions.add(variable.get("query").asText());
      }
    }
    return expressions;
  }

  /** Returns the values of each label of each series. */
  private static Map<String, Map<String, Set<String>>> series(String scrape) {
    Map<String, Map<String, Set<String>>> series = new HashMap<>();
    SERIES
        .matcher(scrape)
        .results()
        .forEach(
            line -> {
              Map<String, Set<String>> labels =
                  series.computeIfAbsent(line.group(1), name -> new HashMap<>());
              LABEL
                  .matcher(line.group(2) == null ? "" : line.group(2))
                  .results()
                  .forEach(
                      label ->
                          labels
                              .computeIfAbsent(label.group(1), key -> new TreeSet<>())
                              .add(label.group(2)));
            });
    return series;
  }
}
