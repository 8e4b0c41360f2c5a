package io.zkpersona.storage.internal.reputation;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.tables.Routines;
import io.zkpersona.storage.repository.ReputationCounts;
import java.util.Optional;
import org.jooq.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counts of public scores, which the schema's functions keep up to date. */
public final class PostgresReputationCounts implements ReputationCounts {

  private enum Key {
    FOLD,
    FOLD_WAITING,
    REBUILD,
    VERIFY
  }

  private static final Logger LOG = LoggerFactory.getLogger(PostgresReputationCounts.class);

  /** The maximum number of changes, and of due entries, that one statement folds. */
  private static final int AT_ONCE = 10_000;

  private static final String OPERATION = "reputation_counts.";

  private final RepositoryContext context;

  public PostgresReputationCounts(RepositoryContext context) {
    this.context = context;
  }

  private SqlExecutor executor() {
    return context.executor();
  }

  @Override
  public long fold() {
    return fold(Key.FOLD, false);
  }

  /**
   * Folds until a statement finds less than its maximum, so that all earlier changes are folded.
   */
  private long fold(Key key, boolean waiting) {
    long folded = 0;
    long last;
    do {
      last = writing("fold", key, Routines.reputationCountsFold(inline(waiting), inline(AT_ONCE)));
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
      foldIfPossible(Key.FOLD_WAITING, true);
    }
  }

  /** Folds the caller's changes, unless they are not committed or another fold is running. */
  void foldUnlessBusy() {
    if (!executor().isInTransaction()) {
      foldIfPossible(Key.FOLD, false);
    }
  }

  private void foldIfPossible(Key key, boolean waiting) {
    try {
      fold(key, waiting);
    } catch (ZkPersonaException e) {
      LOG.info("reputation was not counted ({}); the next call does", e.code().code());
    }
  }

  @Override
  public long rebuild() {
    executor().requireNoTransaction(OPERATION + "rebuild");
    return writing("rebuild", Key.REBUILD, Routines.reputationCountsRebuild());
  }

  @Override
  public long verify() {
    return number(
        "verify",
        context.shapes().get(Key.VERIFY, params -> select(Routines.reputationCountsVerify())));
  }

  private long writing(String operation, Key key, Field<Long> function) {
    return number(operation, context.shapes().getWriting(key, params -> select(function)));
  }

  private long number(String operation, SqlShape shape) {
    return executor()
        .first(OPERATION + operation, shape, row -> Optional.ofNullable(row.read(Codecs.LONG, 1)))
        .flatMap(value -> value)
        .orElse(0L);
  }
}
