package io.zkpersona.storage.internal.change;

import io.zkpersona.domain.change.Change;
import io.zkpersona.domain.change.ChangeFilter;
import io.zkpersona.domain.change.ChangedEntity;
import io.zkpersona.domain.error.DatabaseException;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.storage.error.ChangeRecordingException;
import io.zkpersona.storage.error.ChangeRecordingException.Reason;
import io.zkpersona.storage.internal.change.ChangeStatements.Part;
import io.zkpersona.storage.internal.change.feed.PostgresChangeFeed;
import io.zkpersona.storage.internal.change.seal.PostgresChangeSeals;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.RowLimit;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.repository.ChangeColumns;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.repository.ShortLocks;
import io.zkpersona.storage.internal.repository.Slices;
import io.zkpersona.storage.internal.signal.Signals;
import io.zkpersona.storage.repository.change.ChangeFeed;
import io.zkpersona.storage.repository.change.ChangeRecording;
import io.zkpersona.storage.repository.change.ChangeSeals;
import io.zkpersona.storage.repository.change.Changes;
import io.zkpersona.storage.repository.change.DroppedChanges;
import io.zkpersona.storage.repository.change.RecordingGap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Switches the recording of changes on and off, and lists them. */
public final class PostgresChanges implements Changes {

  private static final int ATTEMPTS = 20;
  private static final Duration MOST_AHEAD = Duration.ofDays(3_660);

  private final RepositoryContext context;
  private final SqlExecutor executor;
  private final ShortLocks locks;
  private final Signals signals;

  /** Creates the changes, whose feed's waiters are woken by {@code signals}. */
  public PostgresChanges(RepositoryContext context, Signals signals) {
    this.context = context;
    this.executor = context.executor();
    this.locks = new ShortLocks(executor, ATTEMPTS);
    this.signals = signals;
  }

  @Override
  public void startRecording(Set<ChangedEntity> entities) {
    each(ChangeStatements.BEGIN, entities);
  }

  @Override
  public void stopRecording(Set<ChangedEntity> entities) {
    each(ChangeStatements.END, entities);
  }

  /** Switches one entity after another, in a fixed order, so that callers don't deadlock. */
  private void each(Statement<ChangedEntity, Boolean> statement, Set<ChangedEntity> entities) {
    for (ChangedEntity entity : new TreeSet<>(Required.elements("entities", entities))) {
      patiently(statement, entity);
    }
  }

  private <P, R> R patiently(Statement<P, R> statement, P value) {
    try {
      return locks.call(() -> executor.first(statement, value).orElseThrow());
    } catch (DatabaseException e) {
      throw refused(e, value);
    }
  }

  private static RuntimeException refused(DatabaseException e, Object value) {
    return switch (e.sqlState().orElse("")) {
      case "ZK204" ->
          new ChangeRecordingException(
              Reason.NO_TABLE,
              "the schema has no table "
                  + (value instanceof ChangedEntity entity ? entity.value() : "of changes")
                  + " (expected: entities of this schema; nothing was changed)",
              e);
      case "42501" ->
          new ChangeRecordingException(
              Reason.NOT_OWNER,
              "the role lacks a privilege (expected: the owner of the tables, as for migrations;"
                  + " nothing was changed)",
              e);
      case "ZK231" ->
          new ChangeRecordingException(
              Reason.NOT_DELIVERED,
              "changes to be dropped are not delivered to all subscriptions (expected: all are, or"
                  + " subscriptions that nobody reads are removed; nothing was dropped)",
              e);
      case "ZK224" ->
          new ChangeRecordingException(
              Reason.NOT_SEALED,
              "changes to be dropped are not sealed, though others are (expected: seals().seal()"
                  + " before; nothing was dropped)",
              e);
      default -> e;
    };
  }

  @Override
  public long preparePartitions(Duration ahead) {
    return patiently(
        ChangeStatements.PREPARE, Required.duration("ahead", ahead, Duration.ZERO, MOST_AHEAD));
  }

  @Override
  public DroppedChanges dropBefore(Instant before) {
    return patiently(ChangeStatements.DROP_BEFORE, Required.instant("before", before));
  }

  @Override
  public List<ChangeRecording> recordings() {
    return executor.list(ChangeStatements.RECORDINGS, None.NONE);
  }

  @Override
  public List<RecordingGap> gaps() {
    return executor.list(ChangeStatements.GAPS, None.NONE);
  }

  @Override
  public ChangeSeals seals() {
    return new PostgresChangeSeals(executor);
  }

  @Override
  public Slice<Change> findSlice(ChangeFilter filter, SliceParams params) {
    Required.argument("filter", filter);
    ChangeColumns.requireNoSort(Required.argument("params", params));
    String question =
        String.join("\n", "changes", params.order().name(), ChangeStatements.FILTER.text(filter));
    return Slices.read(
        context.cursors().about(question),
        params,
        Instant.class,
        (from, order, rows) -> {
          Part part = new Part(filter, new RowLimit(rows, true), from);
          return executor.list(ChangeStatements.slice(part, order), part);
        },
        ChangeColumns::position);
  }

  @Override
  public ChangeFeed feed() {
    return new PostgresChangeFeed(executor, signals);
  }
}
