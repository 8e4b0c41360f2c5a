package io.zkpersona.storage.internal.behavior.rollup;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.behavior.rollup.ActivityRollupStatements.Day;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.time.LongCall;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.repository.behavior.ActivityRollup;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the counts of behavior inputs, which the schema's functions then keep up to date. */
public final class PostgresActivityRollup implements ActivityRollup {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresActivityRollup.class);
  private static final String OPERATION = "activity_rollup.";

  private final SqlExecutor executor;

  public PostgresActivityRollup(RepositoryContext context) {
    this.executor = context.executor();
  }

  @Override
  public void enable(ProgressListener progress) {
    LongCall call = new LongCall(OPERATION + "enable", progress);
    if (!isEnabled()) {
      count(OPERATION + "enable", call);
    }
  }

  @Override
  public void disable() {
    executor.first(ActivityRollupStatements.END);
  }

  @Override
  public boolean isEnabled() {
    return state().orElse(false);
  }

  @Override
  public boolean rebuild(ProgressListener progress) {
    LongCall call = new LongCall(OPERATION + "rebuild", progress);
    if (state().isEmpty()) {
      return false;
    }
    count(OPERATION + "rebuild", call);
    return true;
  }

  /** Tells whether the counts are ready; empty if they are switched off. */
  private Optional<Boolean> state() {
    return executor.first(ActivityRollupStatements.STATE);
  }

  private static LocalDate dayOf(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** The calendar days of the inputs, as a measure of progress. */
  private record Days(LocalDate first, long total) {

    static Days from(Instant first, SqlExecutor tx) {
      LocalDate day = dayOf(first);
      Instant last = tx.first(ActivityRollupStatements.LAST_TIME).orElse(first);
      return new Days(day, ChronoUnit.DAYS.between(day, dayOf(last)) + 1);
    }

    long until(LocalDate day) {
      return ChronoUnit.DAYS.between(first, day) + 1;
    }
  }

  /**
   * Builds the counts. From the first step on all changes are recorded. The second step sees one
   * snapshot: it counts the inputs in it and deletes the changes up to it; later changes are still
   * to be folded into these counts.
   */
  private void count(String operation, LongCall call) {
    executor.requireNoTransaction(operation);
    executor.first(ActivityRollupStatements.BEGIN.as(operation));
    Optional<Days> built =
        executor.inSnapshot(
            operation,
            tx -> {
              // False if another process has counted since both began. Of concurrent callers one
              // counts, and the others fail.
              if (!tx.first(ActivityRollupStatements.BEGIN_COUNT).orElseThrow()) {
                return Optional.empty();
              }
              ActivityRollupStatements.CLEAR.forEach(tx::update);
              Optional<Instant> next = tx.first(ActivityRollupStatements.FIRST_TIME);
              Days days = next.isPresent() && call.isObserved() ? Days.from(next.get(), tx) : null;
              while (next.isPresent()) {
                LocalDate day = dayOf(next.get());
                Day counted =
                    new Day(
                        day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                        day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
                tx.update(ActivityRollupStatements.COUNT_USERS, counted);
                tx.update(ActivityRollupStatements.COUNT_DAYS, counted);
                if (days != null) {
                  call.reached(days.until(day), 0, days.total());
                }
                next = tx.first(ActivityRollupStatements.NEXT_TIME, counted.until());
              }
              tx.update(ActivityRollupStatements.COUNT_TOTALS);
              tx.update(ActivityRollupStatements.COUNT_SESSIONS);
              tx.update(ActivityRollupStatements.READY);
              return Optional.ofNullable(days);
            });
    built.ifPresent(days -> call.step(days.total(), days.total()));
  }

  @Override
  public long verify() {
    return executor.first(ActivityRollupStatements.VERIFY).orElse(0L);
  }

  @Override
  public long fold() {
    return executor.first(ActivityRollupStatements.FOLD).flatMap(folded -> folded).orElse(0L);
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
      executor.first(ActivityRollupStatements.FOLD_WAITING);
    } catch (ZkPersonaException e) {
      LOG.info(
          "the activity counts were not merged ({}); the next call retries it", e.code().code());
    }
  }
}
