package io.zkpersona.examples.step;

import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.examples.console.Output;
import io.zkpersona.examples.console.Table;
import io.zkpersona.storage.health.HealthStatus;
import io.zkpersona.storage.health.MigrationStatus;
import io.zkpersona.storage.health.PoolStats;
import io.zkpersona.storage.health.QueryStats.OperationStats;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** Steps 7 and 13: analytics over the inputs, and the state of the database. */
public final class ReportSteps {

  private static final int BAR = 40;
  private static final int TOP = 10;
  private static final double NANOS_PER_MILLI = 1_000_000;

  private final Walk walk;
  private final Output out;

  /** Creates the steps. */
  public ReportSteps(Walk walk) {
    this.walk = walk;
    this.out = walk.out();
  }

  /** Runs step 7. */
  public void analyze() {
    out.step(7, "Analytics", "counted by the database, in one statement");
    BehaviorAnalyticsSummary summary = walk.inputs().analyticsSummary(walk.ours().build());
    Table types = new Table("Type", ">Inputs", ">Share", "");
    summary.countByType().forEach((type, count) -> share(types, type.value(), count, summary));
    out.table(types);
    out.gap();
    Table sources = new Table("Source", ">Inputs", ">Share", "");
    summary
        .countBySource()
        .forEach((source, count) -> share(sources, source.value(), count, summary));
    out.table(sources);
    out.gap();
    Table status = new Table("Status", ">Inputs", ">Share", "");
    long processed = summary.processedInputs();
    share(status, "processed", processed, summary);
    share(status, "waiting", summary.totalInputs() - processed, summary);
    out.table(status);
    out.gap();
    out.line(
        "Sessions: %,d (its name identifies this data). First input: %s. Last: %s.",
        summary.uniqueSessions(),
        Output.orNone(summary.firstTimestamp()),
        Output.orNone(summary.lastTimestamp()));
  }

  private static void share(
      Table table, String name, long count, BehaviorAnalyticsSummary summary) {
    long total = summary.totalInputs();
    double percent = total == 0 ? 0 : 100.0 * count / total;
    table.row(
        name,
        Output.number(count),
        String.format(Locale.ROOT, "%.1f%%", percent),
        Output.bar(count, total, BAR));
  }

  /** Runs step 13. */
  public void inspect() {
    out.step(13, "Health, pool, migrations, query times", "for operators");
    out.line("Health:     %s.", health(walk.database().health()));
    walk.database().poolStats().ifPresent(this::pool);
    MigrationStatus schema = walk.database().migrationStatus();
    out.line(
        "Migrations: %,d, %s; schema %s is at version %s.",
        schema.migrations().size(),
        schema.isUpToDate() ? "all applied" : "some pending",
        schema.schema(),
        Output.orNone(schema.current()));
    out.gap();
    queryTimes();
  }

  private static String health(HealthStatus health) {
    if (health instanceof HealthStatus.Healthy healthy) {
      return "healthy, a round trip takes %s ms".formatted(millis(healthy.roundTrip()));
    }
    if (health instanceof HealthStatus.ReadOnly readOnly) {
      return "read-only, a round trip takes %s ms".formatted(millis(readOnly.roundTrip()));
    }
    return health instanceof HealthStatus.Unhealthy unhealthy
        ? "unhealthy, " + unhealthy.reason()
        : "closed";
  }

  private void pool(PoolStats pool) {
    out.line(
        "Pool:       %,d connections open, %,d of them in use; %,d callers wait; at most %,d.",
        pool.total(), pool.active(), pool.waiting(), pool.maximum());
  }

  private void queryTimes() {
    Map<String, OperationStats> operations = walk.database().queryStats().operations();
    Table table = new Table("Operation", ">Calls", ">Failed", ">Mean ms", ">95% below", ">Slowest");
    operations.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<String, OperationStats> entry) -> entry.getValue().count())
                .reversed())
        .limit(TOP)
        .forEach(entry -> times(table, entry.getKey(), entry.getValue()));
    out.table(table);
    out.line(
        "%,d calls in all; the %,d most frequent of %,d operations are shown.",
        walk.database().queryStats().totalCount(),
        Math.min(TOP, operations.size()),
        operations.size());
  }

  private static void times(Table table, String name, OperationStats stats) {
    table.row(
        name,
        Output.number(stats.count()),
        Output.number(stats.errors().values().stream().mapToLong(Long::longValue).sum()),
        millis(stats.mean()),
        millis(stats.p95()),
        millis(stats.max()));
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.2f", time.toNanos() / NANOS_PER_MILLI);
  }
}
