package io.zkpersona.storage.internal.reputation;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.tables.Routines;
import io.zkpersona.storage.internal.time.LongCall;
import io.zkpersona.storage.progress.ProgressListener;
import io.zkpersona.storage.repository.ReputationCounts;
import java.util.Objects;
import org.jooq.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counts of public scores, which the schema's functions keep up to date. */
public final class PostgresReputationCounts implements ReputationCounts {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresReputationCounts.class);

  /** The maximum number of changes, and of due entries, that one statement folds. */
  private static final int AT_ONCE = 10_000;

  private static final String REBUILDING = "reputation_counts.rebuild";

  private static final Statement<None, Long> FOLD = folding(false);
  private static final Statement<None, Long> FOLD_WAITING = folding(true);
  private static final Statement<None, Long> REBUILD =
      number(REBUILDING, Routines.reputationCountsRebuild()).writing().uncached();
  private static final Statement<None, Long> VERIFY =
      number("reputation_counts.verify", Routines.reputationCountsVerify());

  private final RepositoryContext context;

  public PostgresReputationCounts(RepositoryContext context) {
    this.context = context;
  }

  private SqlExecutor executor() {
    return context.executor();
  }

  @Override
  public long fold() {
    return fold(FOLD);
  }

  /**
   * Folds until a statement finds less than its maximum, so that all earlier changes are folded.
   */
  private long fold(Statement<None, Long> statement) {
    long folded = 0;
    long last;
    do {
      last = number(statement);
      folded += last;
    } while (last >= AT_ONCE);
    return folded;
  }

  /**
   * Folds the caller's changes, after waiting for a concurrent fold. Does not wait inside a
   * transaction, for which the other may be waiting in turn. If it is not possible, the next fold
   * includes them.
   */
  public void foldSoon() {
    if (executor().isInTransaction()) {
      fold();
    } else {
      foldIfPossible(FOLD_WAITING);
    }
  }

  /** Folds the caller's changes, unless they are not committed or another fold is running. */
  void foldUnlessBusy() {
    if (!executor().isInTransaction()) {
      foldIfPossible(FOLD);
    }
  }

  private void foldIfPossible(Statement<None, Long> statement) {
    try {
      fold(statement);
    } catch (ZkPersonaException e) {
      LOG.info(
          "the reputation counts were not updated ({}); the next call retries it", e.code().code());
    }
  }

  @Override
  public long rebuild(ProgressListener progress) {
    LongCall call = new LongCall(REBUILDING, progress);
    executor().requireNoTransaction(REBUILDING);
    call.step(0, 1);
    long entries = number(REBUILD);
    call.step(1, 1);
    return entries;
  }

  @Override
  public long verify() {
    return number(VERIFY);
  }

  /** Returns the number of a function's result; zero if it did nothing. */
  private long number(Statement<None, Long> statement) {
    return executor().first(statement).orElse(0L);
  }

  private static Statement<None, Long> folding(boolean waiting) {
    return number(
            "reputation_counts.fold",
            Routines.reputationCountsFold(inline(waiting), inline(AT_ONCE)))
        .writing()
        .uncached();
  }

  private static Statement<None, Long> number(String operation, Field<Long> function) {
    return Statement.of(
        operation,
        (in, out) -> {
          var number = out.column(function);
          out.as(row -> Objects.requireNonNullElse(row.getNullable(number), 0L));
          return select(out.fields());
        });
  }
}
