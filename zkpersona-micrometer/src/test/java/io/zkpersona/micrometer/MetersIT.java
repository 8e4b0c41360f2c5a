package io.zkpersona.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.storage.listener.FinishedTransaction;
import io.zkpersona.storage.replica.Consistency;
import io.zkpersona.storage.transaction.Completion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetersIT extends MetersFixture {

  private static final Path PAGE = Path.of("../docs/observability.md");

  @Test
  void operationsAreTimedByNameAndOutcome() {
    Databases.callEverything(database);

    assertThat(timer("users.save", "success").count()).isEqualTo(1);
    assertThat(timer("users.save", "success").totalTime(TimeUnit.NANOSECONDS)).isPositive();
    assertThat(timer("users.save", "success").takeSnapshot().histogramCounts()).hasSize(9);
    assertThat(timer("users.save", "failure").count()).isEqualTo(1);
    assertThat(timer("transaction", "success").count()).isEqualTo(1);
    assertThat(timer("behavior_inputs.stream", "success").count()).isEqualTo(1);
    assertThat(timer("behavior_inputs.save_in_group", "success").count()).isEqualTo(50);
    assertThat(
            registry
                .get("zkpersona.operation.rows")
                .tag("operation", "behavior_inputs.save_all")
                .summary()
                .totalAmount())
        .isEqualTo(150);
    assertThat(errors("users.save", "duplicate")).isEqualTo(1);
    assertThat(registry.get("zkpersona.connection.wait").timer().count()).isPositive();
    assertThat(registry.get("zkpersona.outcomes.unknown").counter().count()).isZero();
    assertThat(registry.get("zkpersona.transaction").tag("completion", "committed").timer().count())
        .isEqualTo(1);
    assertThat(registry.get("zkpersona.migration").tag("version", "0001").timer().count())
        .isEqualTo(1);
  }

  @Test
  void readsThatAReplicaMightServeAreCountedByServerAndReason() {
    database.reading(Consistency.bounded(Duration.ofSeconds(1))).users().count();

    assertThat(
            registry
                .get("zkpersona.reads")
                .tag("server", "primary")
                .tag("reason", "no_replica")
                .functionCounter()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("zkpersona.reads").tag("server", "replica-1").functionCounter().count())
        .isZero();
    assertThat(
            registry.get("zkpersona.replica.serving").tag("replica", "replica-1").gauge().value())
        .isZero();
  }

  @Test
  void lostAnswersRetriesAndRefusalsAreCounted() {
    Databases.loseAnAnswer(listener);
    listener.transactionFinished(
        new FinishedTransaction(3, Completion.ROLLED_BACK, Duration.ofMillis(9), null));
    listener.operationRefused("zk_proofs.save", ErrorCode.DUPLICATE_STATEMENT);
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    tx -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(registry.get("zkpersona.outcomes.unknown").counter().count()).isEqualTo(1);
    assertThat(timer("users.save", "unknown").count()).isEqualTo(1);
    assertThat(errors("users.save", "outcome_unknown")).isEqualTo(1);
    assertThat(registry.get("zkpersona.transaction.retries").counter().count()).isEqualTo(2);
    assertThat(errors("zk_proofs.save", "duplicate_statement")).isEqualTo(1);
    assertThat(errors("transaction", "caller")).isEqualTo(1);
  }

  @Test
  void histogramsAreAChoice() {
    for (Histograms histograms : Histograms.values()) {
      SimpleMeterRegistry other = new SimpleMeterRegistry();
      MetricsListener chosen = new MetricsListener(other, histograms);
      Databases.loseAnAnswer(chosen);
      int buckets =
          other.get("zkpersona.operation").timer().takeSnapshot().histogramCounts().length;
      switch (histograms) {
        case NONE -> assertThat(buckets).isZero();
        case BUCKETS -> assertThat(buckets).isEqualTo(9);
        // The buckets themselves are kept by registries whose servers compute percentiles.
        case FINE -> assertThat(other.getMeters()).isNotEmpty();
      }
    }
  }

  @Test
  void theStateOfPoolQueueAndMigrationsIsMeasured() {
    Databases.callEverything(database);

    Databases.eventually(
        "a sample of the queue", () -> gauge("zkpersona.queue.inputs", "state", "claimed") == 3);
    assertThat(gauge("zkpersona.queue.inputs", "state", "waiting")).isEqualTo(197);
    assertThat(gauge("zkpersona.queue.inputs", "state", "dead")).isZero();
    assertThat(gauge("zkpersona.queue.oldest")).isBetween(0.0, 60.0);
    assertThat(gauge("zkpersona.queue.sample.age")).isBetween(0.0, 60.0);
    Databases.eventually(
        "a sample of the migrations", () -> gauge("zkpersona.migrations", "state", "applied") > 20);
    assertThat(gauge("zkpersona.migrations", "state", "pending")).isZero();
    assertThat(gauge("zkpersona.pool.max")).isEqualTo(8);
    assertThat(gauge("zkpersona.pool.waiting")).isZero();
    double open =
        gauge("zkpersona.pool.connections", "state", "active")
            + gauge("zkpersona.pool.connections", "state", "idle");
    assertThat(open).isBetween(1.0, 8.0);
  }

  @Test
  void subscriptionsToTheFeedAreMeasuredWhileTheyExist() {
    Databases.callEverything(database);
    var feed = database.repositories().changes().feed();
    feed.tick();

    Databases.eventually(
        "a sample with the changes of a user",
        () ->
            gauge("zkpersona.feed.subscriptions") == 1
                && gauge("zkpersona.feed.changes", "state", "unread") == 2);
    assertThat(gauge("zkpersona.feed.changes", "state", "waiting")).isZero();
    assertThat(gauge("zkpersona.feed.changes", "state", "dead")).isZero();
    assertThat(gauge("zkpersona.feed.undelivered", "subscription", "search"))
        .isGreaterThan(0)
        .isLessThan(60);

    feed.unsubscribe("search");
    Databases.eventually(
        "a sample without it",
        () ->
            gauge("zkpersona.feed.subscriptions") == 0
                && registry.find("zkpersona.feed.changes").gauge() == null);
    assertThat(registry.find("zkpersona.feed.undelivered").gauge()).isNull();
  }

  @Test
  void aManagerThatIsClosedLeavesTheLastFigures() {
    Databases.callEverything(database);
    Databases.eventually(
        "a sample", () -> gauge("zkpersona.queue.inputs", "state", "claimed") == 3);
    database.close();
    double before = gauge("zkpersona.queue.sample.age");

    Databases.eventually(
        "failures of samples",
        () -> {
          gauge("zkpersona.queue.sample.age");
          return registry.find("zkpersona.operation.errors").tag("error", "closed").counter()
              != null;
        });
    assertThat(gauge("zkpersona.queue.inputs", "state", "claimed")).isEqualTo(3);
    assertThat(gauge("zkpersona.queue.sample.age")).isGreaterThan(before);
  }

  @Test
  void anIntervalOutOfRangeIsRefused() {
    for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofDays(2)}) {
      assertThatThrownBy(() -> new ZkPersonaMetrics(database, wrong))
          .isInstanceOf(ValidationException.class)
          .hasMessageStartingWith("interval: " + wrong + " (expected: ");
    }
  }

  /** The table has a line for each meter: its name, its type, its tags. */
  @Test
  void thePageListsEveryMeterWithItsTags() throws IOException {
    Databases.callEverything(database);
    Databases.eventually("a sample of the feed", () -> gauge("zkpersona.feed.subscriptions") == 1);
    Set<String> listed =
        Pattern.compile("(?m)^\\| `(zkpersona\\.[a-z.]+)` \\| ([a-z]+) \\|([^|]*)\\|")
            .matcher(Files.readString(PAGE))
            .results()
            .map(row -> row.group(1) + " " + row.group(2) + " " + tags(row.group(3)))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> registered =
        registry.getMeters().stream()
            .map(Meter::getId)
            // SLO buckets are gauges of the simple registry.
            .filter(id -> !id.getName().endsWith(".histogram"))
            .map(
                id ->
                    id.getName()
                        + " "
                        + id.getType().name().toLowerCase(Locale.ROOT).replace("distribution_", "")
                        + " "
                        + id.getTags().stream()
                            .map(tag -> tag.getKey())
                            .collect(Collectors.toCollection(TreeSet::new)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(listed).isEqualTo(registered);
  }

  private static Set<String> tags(String cell) {
    return Pattern.compile("`([a-z]+)`")
        .matcher(cell)
        .results()
        .map(tag -> tag.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void noMeterContainsAValue() {
    Databases.callEverything(database);

    assertThat(registry.getMeters()).hasSizeGreaterThan(20);
    assertThat(registry.getMeters())
        .allSatisfy(meter -> assertThat(meter.getId().toString()).doesNotContain(Databases.MARKER));
    assertThat(registry.getMetersAsString()).doesNotContain(Databases.MARKER);
  }

  private Timer timer(String operation, String outcome) {
    return registry
        .get("zkpersona.operation")
        .tag("operation", operation)
        .tag("outcome", outcome)
        .timer();
  }

  private double errors(String operation, String error) {
    return registry
        .get("zkpersona.operation.errors")
        .tag("operation", operation)
        .tag("error", error)
        .counter()
        .count();
  }
}
