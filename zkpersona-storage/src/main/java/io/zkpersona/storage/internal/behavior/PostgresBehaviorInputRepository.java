package io.zkpersona.storage.internal.behavior;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.audit.AuditStamp;
import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.BlockReference;
import io.zkpersona.domain.behavior.ChainId;
import io.zkpersona.domain.behavior.ExternalKey;
import io.zkpersona.domain.behavior.InputInvalidation;
import io.zkpersona.domain.behavior.InvalidationRule;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.storage.internal.behavior.ProcessedStatements.Processed;
import io.zkpersona.storage.internal.behavior.partition.PostgresInputPartitions;
import io.zkpersona.storage.internal.behavior.rollup.PostgresActivityRollup;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.query.Statement;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.internal.repository.WriteStatements.Update;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import io.zkpersona.storage.repository.behavior.ActivityRollup;
import io.zkpersona.storage.repository.behavior.InputPartitions;
import io.zkpersona.storage.repository.behavior.WorkQueue;
import io.zkpersona.storage.repository.bulk.GroupCommitOptions;
import io.zkpersona.storage.repository.bulk.GroupCommitWriter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

public final class PostgresBehaviorInputRepository
    extends PostgresRepository<BehaviorInput, BehaviorInputId, BehaviorInputFilter>
    implements BehaviorInputRepository {
  private static final EntityStatements<
          BehaviorInput, BehaviorInput, BehaviorInputId, BehaviorInputFilter>
      STATEMENTS = EntityStatements.of(BehaviorInputTable.TABLE, BehaviorInputConditions.FILTER);

  private static final Statement<ExternalKey, BehaviorInput> FIND_BY_EXTERNAL_KEY =
      STATEMENTS.findBy(BEHAVIOR_INPUTS.EXTERNAL_KEY);

  /** Updates a row that is processed already. */
  private static final Statement<Update<BehaviorInput>, AuditStamp> UPDATE_PROCESSED =
      Statement.of(
          BehaviorInputTable.TABLE.operation("update"),
          (in, out) -> ProcessedStatements.update(in, out, STATEMENTS.writes()));

  /** Updates a row whose entity is processed. */
  private static final Statement<Update<BehaviorInput>, AuditStamp> BECOME_PROCESSED =
      Statement.of(
          BehaviorInputTable.TABLE.operation("update"),
          (in, out) -> ProcessedStatements.become(in, out, STATEMENTS.writes()));

  private static final Statement<Collection<ExternalKey>, BehaviorInput> FIND_ALL_BY_EXTERNAL_KEY =
      Statement.of(
          BehaviorInputTable.TABLE.operation("find_all_by_external_key"),
          BehaviorInputTable.TABLE,
          in ->
              select(BehaviorInputTable.TABLE.fields())
                  .from(BEHAVIOR_INPUTS)
                  .where(
                      BEHAVIOR_INPUTS.EXTERNAL_KEY.eq(
                          any(in.array(BEHAVIOR_INPUTS.EXTERNAL_KEY, keys -> keys))))
                  .orderBy(BEHAVIOR_INPUTS.ID));

  /** Selects the oldest open inputs; a call's value is their maximum number. */
  private static final Statement<Integer, BehaviorInput> FIND_UNPROCESSED =
      Statement.of(
          BehaviorInputTable.TABLE.operation("find_unprocessed"),
          BehaviorInputTable.TABLE,
          in ->
              select(BehaviorInputTable.TABLE.fields())
                  .from(BEHAVIOR_INPUTS)
                  .where(BehaviorInputConditions.OPEN)
                  .orderBy(BEHAVIOR_INPUTS.TIMESTAMP, BEHAVIOR_INPUTS.ID)
                  .limit(in.number(limit -> limit)));

  private final Function<RepositoryContext, WorkQueue> workQueue;

  /**
   * Creates the repository.
   *
   * @param workQueue creates the work queue, which is implemented on this repository
   */
  public PostgresBehaviorInputRepository(
      RepositoryContext context, Function<RepositoryContext, WorkQueue> workQueue) {
    super(context, STATEMENTS, BehaviorInputId::generate);
    this.workQueue = workQueue;
  }

  @Override
  public List<BehaviorInput> findByUserId(UserId userId) {
    return listAtMost(
        operation("find_by_user_id"),
        BehaviorInputFilter.builder().userId(Required.argument("userId", userId)).build());
  }

  @Override
  public List<BehaviorInput> findBySessionId(BehaviorSessionId behaviorSessionId) {
    return listAtMost(
        operation("find_by_behavior_session_id"),
        BehaviorInputFilter.builder()
            .behaviorSessionId(Required.argument("behaviorSessionId", behaviorSessionId))
            .build());
  }

  @Override
  public List<BehaviorInput> findBySessionId(String sessionId) {
    return listAtMost(
        operation("find_by_session_id"),
        BehaviorInputFilter.builder()
            .sessionId(new SessionText(Required.argument("sessionId", sessionId)))
            .build());
  }

  @Override
  public Optional<BehaviorInput> findByExternalKey(ExternalKey externalKey) {
    return reader().first(FIND_BY_EXTERNAL_KEY, Required.argument("externalKey", externalKey));
  }

  @Override
  public List<BehaviorInput> findAllByExternalKey(Collection<ExternalKey> externalKeys) {
    return reader().list(FIND_ALL_BY_EXTERNAL_KEY, Required.elements("externalKeys", externalKeys));
  }

  @Override
  public InputInvalidation invalidateFromBlock(
      ChainId chain, long blockNumber, InvalidationRule rule) {
    Required.argument("chain", chain);
    if (blockNumber < 0) {
      throw new ValidationException("blockNumber", blockNumber + " (expected: at least 0)");
    }
    return new InputsOnChain(context, Required.argument("rule", rule))
        .fromBlock(chain, blockNumber);
  }

  @Override
  public InputInvalidation invalidateForks(BlockReference canonical, InvalidationRule rule) {
    Required.argument("canonical", canonical);
    return new InputsOnChain(context, Required.argument("rule", rule)).forksOf(canonical);
  }

  @Override
  public List<BehaviorInput> findUnprocessed(int limit) {
    return reader()
        .list(FIND_UNPROCESSED, Required.rows("limit", limit, PaginationParams.MAX_LIMIT));
  }

  @Override
  public boolean markAsProcessed(BehaviorInputId id) {
    boolean marked = markAsProcessed(List.of(Required.argument("id", id))) == 1;
    if (!marked) {
      stored(id);
    }
    return marked;
  }

  @Override
  public int markAsProcessed(Collection<BehaviorInputId> ids) {
    return markAsProcessed(context, ids);
  }

  /** Marks inputs as processed, for the repository of their scores. */
  public static int markAsProcessed(RepositoryContext context, Collection<BehaviorInputId> ids) {
    long marked =
        context
            .executor()
            .first(
                ProcessedStatements.MARK,
                new Processed(context.actor(), Required.elements("ids", ids)))
            .orElseThrow();
    return Math.toIntExact(marked);
  }

  /**
   * A processed input is no longer in the work queue. Most updates to processed concern rows that
   * are processed already and have no claim to delete: those use the shorter statement, which is a
   * tenth faster.
   */
  @Override
  protected List<Statement<Update<BehaviorInput>, AuditStamp>> updating(BehaviorInput value) {
    return value.processed() ? List.of(UPDATE_PROCESSED, BECOME_PROCESSED) : super.updating(value);
  }

  @Override
  protected Statement<Update<BehaviorInput>, AuditStamp> updating(
      BehaviorInput locked, BehaviorInput value) {
    return !value.processed()
        ? super.updating(locked, value)
        : locked.processed() ? UPDATE_PROCESSED : BECOME_PROCESSED;
  }

  @Override
  protected void updatedAll(SqlExecutor tx, List<BehaviorInput> rows) {
    List<BehaviorInputId> done =
        rows.stream().filter(BehaviorInput::processed).map(BehaviorInput::id).toList();
    if (!done.isEmpty()) {
      tx.update(ProcessedStatements.FORGET, new Processed(context.actor(), done));
    }
  }

  @Override
  public BehaviorAnalyticsSummary analyticsSummary(BehaviorInputFilter filter) {
    return BehaviorAnalytics.summary(reader(), Required.argument("filter", filter));
  }

  @Override
  public GroupCommitWriter<BehaviorInput, BehaviorInputId> groupCommit(GroupCommitOptions options) {
    return groupCommitWriter(options);
  }

  @Override
  public WorkQueue workQueue() {
    return workQueue.apply(context);
  }

  @Override
  public ActivityRollup activityRollup() {
    return new PostgresActivityRollup(context);
  }

  @Override
  public InputPartitions partitions() {
    return new PostgresInputPartitions(context);
  }
}
