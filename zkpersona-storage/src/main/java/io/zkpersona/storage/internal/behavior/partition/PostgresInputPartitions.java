package io.zkpersona.storage.internal.behavior.partition;

import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.ActorId;
import io.zkpersona.storage.error.DatabaseUnavailableException;
import io.zkpersona.storage.error.InputPartitionsException;
import io.zkpersona.storage.error.InputPartitionsException.Reason;
import io.zkpersona.storage.error.OutcomeUnknownException;
import io.zkpersona.storage.error.StatementTimeoutException;
import io.zkpersona.storage.internal.behavior.partition.InputPartitionStatements.Drop;
import io.zkpersona.storage.internal.behavior.partition.InputPartitionStatements.Span;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Acting.By;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.repository.ShortLocks;
import io.zkpersona.storage.internal.time.LongCall;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.repository.behavior.Dependents;
import io.zkpersona.storage.repository.behavior.DroppedPartitions;
import io.zkpersona.storage.repository.behavior.InputPartition;
import io.zkpersona.storage.repository.behavior.InputPartitions;
import io.zkpersona.storage.repository.behavior.PartitionWidth;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of the inputs, implemented with the schema's functions. */
public final class PostgresInputPartitions implements InputPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresInputPartitions.class);
  private static final String OPERATION = "input_partitions.";
  private static final int MOST = 500;
  private static final int ATTEMPTS = 15;

  private final SqlExecutor executor;
  private final ShortLocks locks;
  private final @Nullable ActorId actor;

  public PostgresInputPartitions(RepositoryContext context) {
    this.executor = context.executor();
    this.locks = new ShortLocks(executor, ATTEMPTS);
    this.actor = context.actor();
  }

  @Override
  public int enable(Instant from, PartitionWidth width, Duration ahead, ProgressListener progress) {
    Instant start = Required.instant("from", from).truncatedTo(ChronoUnit.DAYS);
    Instant until = until(width, ahead);
    Instant earliest = until.minus(ahead).minus(width.longest().multipliedBy(MOST));
    if (start.isBefore(earliest) || start.isAfter(until)) {
      throw new ValidationException("from", start + " (expected: " + earliest + ".." + until + ")");
    }
    String operation = OPERATION + "enable";
    LongCall call = new LongCall(operation, progress);
    executor.requireNoTransaction(operation);
    call.step(0, 2);
    int made = make(InputPartitionStatements.enable(width), new Span(start, until));
    call.step(1, 2);
    settle(operation, true);
    call.step(2, 2);
    return made;
  }

  @Override
  public boolean isEnabled() {
    return executor.first(InputPartitionStatements.ENABLED).orElse(false);
  }

  @Override
  public List<InputPartition> list() {
    return executor.list(InputPartitionStatements.LIST, None.NONE);
  }

  @Override
  public int prepare(PartitionWidth width, Duration ahead, ProgressListener progress) {
    Instant until = until(width, ahead);
    String operation = OPERATION + "prepare";
    LongCall call = new LongCall(operation, progress);
    executor.requireNoTransaction(operation);
    call.step(0, 2);
    int made = make(InputPartitionStatements.prepare(width), until);
    call.step(1, 2);
    settle(operation, made > 0);
    call.step(2, 2);
    return made;
  }

  private static Instant until(PartitionWidth width, Duration ahead) {
    Duration most = Required.argument("width", width).longest().multipliedBy(MOST);
    // The instant itself must be inside a partition, whose end is exclusive.
    return Instant.now()
        .truncatedTo(ChronoUnit.MILLIS)
        .plus(Required.duration("ahead", ahead, Duration.ZERO, most))
        .plusMillis(1);
  }

  @Override
  public DroppedPartitions dropBefore(
      Instant before, Dependents dependents, ProgressListener progress) {
    Instant bound = Required.instant("before", before);
    Statement<By<Instant>, Drop> statement =
        InputPartitionStatements.drop(Required.argument("dependents", dependents));
    LongCall call = new LongCall(statement.name(), progress);
    executor.requireNoTransaction(statement.name());
    call.step(0, 1);
    Drop drop = patiently(() -> executor.first(statement, new By<>(bound, actor)).orElseThrow());
    DroppedPartitions dropped = drop.counts();
    if (!drop.done()) {
      throw executor.refused(
          statement.name(),
          new InputPartitionsException(
              Reason.REFERRED_TO,
              dropped.scores()
                  + " scoring results and "
                  + dropped.proofs()
                  + " proofs refer to inputs of the partitions (expected: none, or permission to"
                  + " delete them too; nothing was changed)",
              null));
    }
    call.step(1, 1);
    return dropped;
  }

  /**
   * Does the work that blocks no other session, including work that an earlier call could not do.
   * The partitions exist already, so a call that runs out of time or loses its connection here has
   * not failed.
   */
  private void settle(String operation, boolean changed) {
    try {
      executor.first(InputPartitionStatements.settle(changed).as(operation));
    } catch (StatementTimeoutException | DatabaseUnavailableException | OutcomeUnknownException e) {
      LOG.warn(
          "references to behavior inputs are not validated yet, nor statistics updated ({}); the"
              + " next call of prepare retries it within DB_STATEMENT_TIMEOUT_MS",
          e.code().code());
    }
  }

  private <P> int make(Statement<P, Long> partitions, P values) {
    return Math.toIntExact(patiently(() -> executor.first(partitions, values).orElseThrow()));
  }

  private <T> T patiently(Supplier<T> call) {
    try {
      return locks.call(call);
    } catch (DatabaseException e) {
      throw refused(e);
    }
  }

  private RuntimeException refused(DatabaseException e) {
    return switch (e.sqlState().orElse("")) {
      case "ZK101" ->
          new InputPartitionsException(
              Reason.NOT_ENABLED, "the table is not partitioned (expected: call enable first)", e);
      case "ZK102" ->
          new InputPartitionsException(
              Reason.ENABLED_ALREADY,
              "the table is already partitioned (expected: one call of enable)",
              e);
      case "ZK103" ->
          new InputPartitionsException(
              Reason.TIED,
              "the table has dependent objects: "
                  + String.join(", ", blockers())
                  + " (expected: none; drop them first and create them again; nothing was changed)",
              e);
      case "ZK104" ->
          new InputPartitionsException(
              Reason.COUNTS_BEING_MADE,
              "the activity counts are being built (expected: complete counts; wait, or rebuild them"
                  + " if that was interrupted)",
              e);
      case "42501" ->
          new InputPartitionsException(
              Reason.NOT_OWNER,
              "the role lacks a privilege (expected: the owner of the tables, with CREATE on their"
                  + " schema; nothing was changed)",
              e);
      case "23503" ->
          new InputPartitionsException(
              Reason.REFERRED_TO,
              "a table outside this library refers to inputs of the partitions (expected: none of"
                  + " its rows do; nothing was changed)",
              e);
      default -> e;
    };
  }

  private List<String> blockers() {
    return executor.list(InputPartitionStatements.BLOCKERS, None.NONE);
  }
}
