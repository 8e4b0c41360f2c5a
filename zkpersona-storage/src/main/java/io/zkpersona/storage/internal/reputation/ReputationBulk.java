package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.UserNotFoundException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.reputation.ScoringCategory;
import io.zkpersona.domain.reputation.ScoringPeriod;
import io.zkpersona.storage.internal.bulk.BulkCall;
import io.zkpersona.storage.internal.bulk.Written;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.mapping.Column;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.mapping.Row;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.BulkOptions;
import io.zkpersona.storage.repository.BulkResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Query;

/**
 * Records many scores as {@link ReputationChain} records one: locks the users of a chunk in the
 * order of their ids; one statement then ends their records in force and inserts the rows.
 */
final class ReputationBulk {

  private enum Key {
    LOCK_USERS,
    RECORD_ALL
  }

  private record Chain(UserId user, ScoringCategory category, ScoringPeriod period) {

    static Chain of(ReputationRecord row) {
      return new Chain(row.userId(), row.scoringCategory(), row.scoringPeriod());
    }
  }

  private static final EntityTable<ReputationRecord, ReputationRecordId> ENTITY =
      ReputationRecordTable.TABLE;
  private static final Codec<UserId> USER = Codecs.of(USERS.ID);

  private final RepositoryContext context;
  private final String operation;

  ReputationBulk(RepositoryContext context, String operation) {
    this.context = context;
    this.operation = operation;
  }

  BulkResult record(Iterable<? extends RecordReputationRequest> requests, BulkOptions options) {
    return new BulkCall<RecordReputationRequest, ReputationRecord>(
            context.executor(),
            operation,
            "requests",
            request -> ENTITY.createdBy(context.actor(), ReputationChain.unplaced(request)),
            this::send,
            options)
        .run(requests);
  }

  private Written send(SqlExecutor tx, List<ReputationRecord> rows) {
    lockUsers(tx, rows);
    return tx.inserting(
        ENTITY.entityType(),
        () -> rows.stream().map(row -> row.id().value()).toList(),
        () -> place(tx, values(rows)));
  }

  private void lockUsers(SqlExecutor tx, List<ReputationRecord> rows) {
    Set<UserId> users = new LinkedHashSet<>();
    rows.forEach(row -> users.add(row.userId()));
    SqlShape shape = context.shapes().getPlannedEachTime(Key.LOCK_USERS, ReputationBulk::locking);
    Set<UserId> found =
        new HashSet<>(
            tx.list(operation, shape, row -> Objects.requireNonNull(row.read(USER, 1)), users));
    for (UserId user : users) {
      if (!found.contains(user)) {
        throw new UserNotFoundException(user.value());
      }
    }
  }

  /**
   * Locks users in the order of their ids, so that concurrent callers do not deadlock. Binds the
   * users.
   */
  private static Query locking(Params params) {
    return select(USERS.ID)
        .from(USERS)
        .where(USERS.ID.eq(any(params.array(USERS.ID))))
        .orderBy(USERS.ID)
        .forNoKeyUpdate();
  }

  private Written place(SqlExecutor tx, Object[] values) {
    SqlShape shape =
        context.shapes().getPlannedEachTime(Key.RECORD_ALL, ReputationBulkStatement::of);
    return tx.first(operation, shape, ReputationBulk::written, values).orElseThrow();
  }

  private static Written written(Row row) {
    return new Written(
        Objects.requireNonNull(row.read(Codecs.LONG, 1)),
        Objects.requireNonNull(row.read(Codecs.LONG, 2)),
        0);
  }

  /** Returns the values that {@link ReputationBulkStatement} binds. */
  private Object[] values(List<ReputationRecord> rows) {
    Map<Chain, Integer> sizes = new HashMap<>();
    rows.forEach(row -> sizes.merge(Chain.of(row), 1, Integer::sum));
    Map<Chain, ReputationRecord> latest = new HashMap<>();
    Map<Chain, Integer> placed = new HashMap<>();
    List<ReputationRecord> chained = new ArrayList<>(rows.size());
    List<Integer> positions = new ArrayList<>(rows.size());
    List<Integer> following = new ArrayList<>(rows.size());
    for (ReputationRecord row : rows) {
      Chain chain = Chain.of(row);
      ReputationRecord before = latest.put(chain, row);
      chained.add(before == null ? row : following(row, before.reputationScore()));
      int count = placed.merge(chain, 1, Integer::sum);
      positions.add(count - 1);
      following.add(Objects.requireNonNull(sizes.get(chain)) - count);
    }
    List<Object> values = new ArrayList<>();
    ReputationChain.WRITTEN.forEach(column -> values.add(column(column, chained)));
    values.add(positions);
    values.add(following);
    values.add(context.actor());
    return values.toArray();
  }

  private static ReputationRecord following(ReputationRecord row, BigDecimal before) {
    return row.withPreviousScore(before).withScoreChange(row.reputationScore().subtract(before));
  }

  private static List<?> column(Column<ReputationRecord, ?> column, List<ReputationRecord> rows) {
    List<Object> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(column.valueOf(row)));
    return values;
  }
}
