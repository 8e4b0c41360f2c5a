package io.zkpersona.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.zkpersona.domain.error.ErrorCode;
import io.zkpersona.storage.listener.FinishedMigration;
import io.zkpersona.storage.listener.FinishedOperation;
import io.zkpersona.storage.listener.FinishedTransaction;
import io.zkpersona.storage.listener.OperationKind;
import io.zkpersona.storage.listener.OperationScope;
import io.zkpersona.storage.listener.StorageListener;
import io.zkpersona.storage.transaction.Completion;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records what a manager does as meters: operations with their rows and errors, waits for a
 * connection, transactions with their retries, and migrations. Needs the registry before the
 * manager is opened, since opening may migrate:
 *
 * <pre>{@code
 * DatabaseManager database =
 *     DatabaseManager.builder(config).listener(new MetricsListener(registry)).open();
 * new ZkPersonaMetrics(database).bindTo(registry);
 * }</pre>
 *
 * <p>Thread-safe. One listener may serve several managers, whose figures add up; give each its own
 * registry, or its own common tags, to tell them apart.
 */
public final class MetricsListener implements StorageListener {

  private final MeterRegistry registry;
  private final Histograms histograms;
  private final Map<String, OperationMeters> operations = new ConcurrentHashMap<>();
  private final Map<Completion, Timer> transactions = new EnumMap<>(Completion.class);
  private final Timer connectionWait;
  private final Counter unknownOutcomes;
  private final Counter retries;
  private final OperationScope scope = this::record;

  /**
   * Creates a listener with {@link Histograms#BUCKETS}.
   *
   * @param registry the registry of the meters
   */
  public MetricsListener(MeterRegistry registry) {
    this(registry, Histograms.BUCKETS);
  }

  /**
   * Creates a listener.
   *
   * @param registry the registry of the meters; its filters may change names, tags and buckets
   * @param histograms the buckets of operations
   */
  public MetricsListener(MeterRegistry registry, Histograms histograms) {
    this.registry = registry;
    this.histograms = histograms;
    this.connectionWait =
        Timer.builder("zkpersona.connection.wait")
            .description("Waits for a connection from the pool")
            .register(registry);
    this.unknownOutcomes =
        Counter.builder("zkpersona.outcomes.unknown")
            .description("Writes and commits whose answer was lost")
            .register(registry);
    this.retries =
        Counter.builder("zkpersona.transaction.retries")
            .description("Attempts of transactions after a conflict")
            .register(registry);
    for (Completion completion : Completion.values()) {
      transactions.put(
          completion,
          Timer.builder("zkpersona.transaction")
              .description("Transactions, all attempts and pauses included")
              .tag("completion", Names.of(completion))
              .register(registry));
    }
  }

  @Override
  public OperationScope operationStarted(String operation, OperationKind kind) {
    return scope;
  }

  private void record(FinishedOperation finished) {
    OperationMeters meters = meters(finished.operation());
    meters.record(finished);
    if (!finished.connectionWait().isZero()) {
      connectionWait.record(finished.connectionWait());
    }
    if (finished.result() == FinishedOperation.Result.UNKNOWN) {
      unknownOutcomes.increment();
    }
  }

  private OperationMeters meters(String operation) {
    OperationMeters meters = operations.get(operation);
    return meters != null
        ? meters
        : operations.computeIfAbsent(
            operation, name -> new OperationMeters(registry, name, histograms));
  }

  @Override
  public void operationRefused(String operation, ErrorCode error) {
    meters(operation).failed(Names.of(error));
  }

  @Override
  public void transactionFinished(FinishedTransaction transaction) {
    Timer timer = transactions.get(transaction.completion());
    if (timer != null) {
      timer.record(transaction.duration());
    }
    retries.increment(transaction.retries());
  }

  @Override
  public void migrationFinished(FinishedMigration migration) {
    Timer.builder("zkpersona.migration")
        .description("Migrations that were run when the manager was opened")
        .tag("version", migration.version())
        .tag("outcome", migration.applied() ? "success" : "failure")
        .register(registry)
        .record(migration.duration());
  }
}
