package io.zkpersona.storage.internal.repository;

import static io.zkpersona.storage.internal.tables.Tables.BEHAVIOR_INPUTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.behavior.BehaviorAnalyticsSummary;
import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.SessionText;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.BehaviorSessionId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.repository.BehaviorInputRepository;
import java.util.Collection;
import java.util.List;
import org.jooq.impl.DSL;

final class PostgresBehaviorInputRepository
    extends PostgresRepository<BehaviorInput, BehaviorInputId, BehaviorInputFilter>
    implements BehaviorInputRepository {

  private enum Key {
    FIND_UNPROCESSED,
    MARK_PROCESSED
  }

  PostgresBehaviorInputRepository(RepositoryContext context) {
    super(
        context,
        BehaviorInputTable.TABLE,
        BehaviorInputConditions.FILTER,
        BehaviorInputId::generate);
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
  public List<BehaviorInput> findUnprocessed(int limit) {
    Required.rows("limit", limit, PaginationParams.MAX_LIMIT);
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.FIND_UNPROCESSED,
                params ->
                    select(entity.fields())
                        .from(entity.table())
                        .where(not(BEHAVIOR_INPUTS.PROCESSED))
                        .orderBy(BEHAVIOR_INPUTS.TIMESTAMP, BEHAVIOR_INPUTS.ID)
                        .limit(params.rows()));
    return executor().list(operation("find_unprocessed"), shape, entity.reader(), (long) limit);
  }

  @Override
  public boolean markAsProcessed(BehaviorInputId id) {
    boolean marked = markAsProcessed(List.of(Required.argument("id", id))) == 1;
    if (!marked && !existsById(id)) {
      throw notFound(id);
    }
    return marked;
  }

  @Override
  public int markAsProcessed(Collection<BehaviorInputId> ids) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.MARK_PROCESSED,
                params ->
                    DSL.update(BEHAVIOR_INPUTS)
                        .set(BEHAVIOR_INPUTS.PROCESSED, inline(true))
                        .set(Touch.of(params, BEHAVIOR_INPUTS.MTIME, BEHAVIOR_INPUTS.MID))
                        .where(BEHAVIOR_INPUTS.ID.eq(any(params.array(BEHAVIOR_INPUTS.ID))))
                        .and(not(BEHAVIOR_INPUTS.PROCESSED)));
    return executor()
        .update(
            operation("mark_as_processed"), shape, context.actor(), Required.elements("ids", ids));
  }

  @Override
  public BehaviorAnalyticsSummary analyticsSummary(BehaviorInputFilter filter) {
    return BehaviorAnalytics.summary(context, Required.argument("filter", filter));
  }
}
