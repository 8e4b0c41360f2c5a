package io.zkpersona.storage.internal.reputation;

import static io.zkpersona.storage.internal.tables.tables.Users.USERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ZkPersonaException;
import io.zkpersona.domain.id.ReputationRecordId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.reputation.RecordReputationRequest;
import io.zkpersona.domain.reputation.ReputationRecord;
import io.zkpersona.domain.user.UserNotFoundException;
import io.zkpersona.storage.internal.bulk.BulkCall;
import io.zkpersona.storage.internal.bulk.Written;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.EntityTable;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.reputation.ReputationBulkStatement.Placed;
import io.zkpersona.storage.repository.bulk.BulkOptions;
import io.zkpersona.storage.repository.bulk.BulkResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Records many scores as {@link ReputationChain} records one, a chunk in one statement. */
final class ReputationBulk {

  private static final EntityTable<ReputationRecord, ReputationRecordId> ENTITY =
      ReputationRecordTable.TABLE;

  private static final Statement<Collection<UserId>, UserId> EXISTING_USERS =
      Statement.<Collection<UserId>, UserId>of(
              "existing_users",
              (in, out) ->
                  select(out.only(USERS.ID))
                      .from(USERS)
                      .where(USERS.ID.eq(any(in.array(USERS.ID, users -> users)))))
          .plannedEachTime();

  private final RepositoryContext context;

  ReputationBulk(RepositoryContext context) {
    this.context = context;
  }

  BulkResult record(Iterable<? extends RecordReputationRequest> requests, BulkOptions options) {
    return new BulkCall<RecordReputationRequest, ReputationRecord>(
            context.executor(),
            ReputationBulkStatement.RECORD_ALL.name(),
            "requests",
            request -> ENTITY.createdBy(context.actor(), ReputationChain.unplaced(request)),
            this::send,
            options)
        .run(requests);
  }

  private Written send(SqlExecutor tx, List<ReputationRecord> rows) {
    try {
      return tx.inserting(
          ENTITY.entityType(),
          () -> rows.stream().map(row -> row.id().value()).toList(),
          () -> tx.first(ReputationBulkStatement.RECORD_ALL, placed(rows)).orElseThrow());
    } catch (MissingReferenceException e) {
      throw ReputationChain.isOfUser(e) ? missingUser(tx, rows).orElse(e) : e;
    }
  }

  /** Finds the first user who does not exist; empty if all exist by now. */
  private static Optional<ZkPersonaException> missingUser(
      SqlExecutor tx, List<ReputationRecord> rows) {
    Set<UserId> users = new LinkedHashSet<>();
    rows.forEach(row -> users.add(row.userId()));
    tx.list(EXISTING_USERS, List.copyOf(users)).forEach(users::remove);
    return users.stream().findFirst().map(user -> new UserNotFoundException(user.value()));
  }

  /** Returns the rows with their positions in their chains. */
  private Placed placed(List<ReputationRecord> rows) {
    Map<ReputationChain.Key, Integer> sizes = new HashMap<>();
    rows.forEach(row -> sizes.merge(ReputationChain.Key.of(row), 1, Integer::sum));
    Map<ReputationChain.Key, ReputationRecord> latest = new HashMap<>();
    Map<ReputationChain.Key, Integer> placed = new HashMap<>();
    List<ReputationRecord> chained = new ArrayList<>(rows.size());
    List<Integer> positions = new ArrayList<>(rows.size());
    List<Integer> following = new ArrayList<>(rows.size());
    for (ReputationRecord row : rows) {
      ReputationChain.Key chain = ReputationChain.Key.of(row);
      ReputationRecord before = latest.put(chain, row);
      chained.add(before == null ? row : following(row, before.reputationScore()));
      int count = placed.merge(chain, 1, Integer::sum);
      positions.add(count - 1);
      following.add(Objects.requireNonNull(sizes.get(chain)) - count);
    }
    return new Placed(chained, positions, following, context.actor());
  }

  private static ReputationRecord following(ReputationRecord row, BigDecimal before) {
    return row.withPreviousScore(before).withScoreChange(row.reputationScore().subtract(before));
  }
}
