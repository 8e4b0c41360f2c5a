package io.zkpersona.storage.internal.user;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.storage.internal.behavior.rollup.PostgresActivityRollup;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.query.Statement.None;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.reputation.PostgresReputationCounts;
import io.zkpersona.storage.internal.tables.Routines;

/**
 * Folds what an erasure changed into the counts of activity and of reputation: counts that fell to
 * zero would reveal that the user existed.
 */
final class ErasedCounts {

  /** The maximum number of changes that the statement folds. */
  private static final int AT_ONCE = 10_000;

  /** Folds both, and tells whether nothing is left to fold. */
  private static final Statement<None, Boolean> FOLD =
      Statement.<None, Boolean>of(
              "users.fold_counts",
              (in, out) -> {
                out.column(Routines.behaviorActivityFold(inline(true)));
                var reputation =
                    out.column(Routines.reputationCountsFold(inline(true), inline(AT_ONCE)));
                out.as(
                    row -> {
                      Long folded = row.getNullable(reputation);
                      return folded == null || folded < AT_ONCE;
                    });
                return select(out.fields());
              })
          .writing()
          .uncached();

  private ErasedCounts() {}

  /** Folds the caller's changes if that is possible now; if not, the next fold includes them. */
  static void foldSoon(RepositoryContext context) {
    if (!context.executor().isInTransaction() && foldBoth(context)) {
      return;
    }
    new PostgresActivityRollup(context).foldSoon();
    new PostgresReputationCounts(context).foldSoon();
  }

  private static boolean foldBoth(RepositoryContext context) {
    try {
      return context.executor().first(FOLD).orElse(false);
    } catch (ZkPersonaException e) {
      // One of the two may be possible.
      return false;
    }
  }
}
