package io.zkpersona.storage.internal.behavior.rollup;

import static io.zkpersona.storage.internal.tables.tables.BehaviorActivityState.BEHAVIOR_ACTIVITY_STATE;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.ActivityRollup;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the counts of behavior inputs, which the schema's functions then keep up to date. */
public final class PostgresActivityRollup implements ActivityRollup {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresActivityRollup.class);
  private static final String OPERATION = "activity_rollup.";
  private static final Codec<Boolean> BOOLEAN = Codecs.of(BEHAVIOR_ACTIVITY_STATE.IS_READY);

  private final SqlExecutor executor;
  private final ActivityRollupStatements statements;

  public PostgresActivityRollup(RepositoryContext context) {
    this.executor = context.executor();
    this.statements = new ActivityRollupStatements(context.shapes());
  }

  @Override
  public void enable() {
    if (!isEnabled()) {
      count(OPERATION + "enable");
    }
  }

  @Override
  public void disable() {
    executor.first(OPERATION + "disable", statements.end(), row -> true);
  }

  @Override
  public boolean isEnabled() {
    return state().orElse(false);
  }

  @Override
  public boolean rebuild() {
    if (state().isEmpty()) {
      return false;
    }
    count(OPERATION + "rebuild");
    return true;
  }

  /** Tells whether the counts are ready; empty if they are switched off. */
  private Optional<Boolean> state() {
    return executor.first(
        OPERATION + "state", statements.state(), row -> Boolean.TRUE.equals(row.read(BOOLEAN, 1)));
  }

  /**
   * Builds the counts. From the first step on all changes are recorded. The second step sees one
   * snapshot: it counts the inputs in it and deletes the changes up to it; later changes are still
   * to be folded into these counts.
   */
  private void count(String operation) {
    executor.requireNoTransaction(operation);
    executor.first(operation, statements.begin(), row -> true);
    executor.inSnapshot(
        operation,
        tx -> {
          if (!isToBeCounted(tx, operation)) {
            return 0;
          }
          statements.clear().forEach(shape -> tx.update(operation, shape));
          Optional<Instant> next = tx.first(operation, statements.firstTime(), this::time);
          while (next.isPresent()) {
            LocalDate day = LocalDate.ofInstant(next.get(), ZoneOffset.UTC);
            Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant until = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            tx.update(operation, statements.countUsers(), from, until);
            tx.update(operation, statements.countDays(), from, until);
            next = tx.first(operation, statements.nextTime(), this::time, until);
          }
          tx.update(operation, statements.countTotals());
          tx.update(operation, statements.countSessions());
          return tx.update(operation, statements.ready());
        });
  }

  /**
   * Returns false if another process has counted since both began. Of concurrent callers one
   * counts, and the others fail.
   */
  private boolean isToBeCounted(SqlExecutor tx, String operation) {
    return tx.first(
            operation, statements.beginCount(), row -> Boolean.TRUE.equals(row.read(BOOLEAN, 1)))
        .orElseThrow();
  }

  private Instant time(Row row) {
    return Objects.requireNonNull(row.read(Codecs.INSTANT, 1));
  }

  @Override
  public long verify() {
    return number(OPERATION + "verify", statements.verify());
  }

  @Override
  public long fold() {
    return number(OPERATION + "fold", statements.fold(false));
  }

  /**
   * Folds pending changes after a write of the caller. Waits for a concurrent fold, but not inside
   * a transaction, for which the other may be waiting in turn. If this fold is not possible, the
   * next one includes the changes.
   */
  public void foldSoon() {
    if (executor.isInTransaction()) {
      fold();
      return;
    }
    try {
      number(OPERATION + "fold", statements.fold(true));
    } catch (ZkPersonaException e) {
      LOG.info("counts of activity were not added up ({}); the next call does", e.code().code());
    }
  }

  private long number(String operation, SqlShape shape) {
    return executor
        .first(operation, shape, row -> Optional.ofNullable(row.read(Codecs.LONG, 1)))
        .flatMap(value -> value)
        .orElse(0L);
  }
}
