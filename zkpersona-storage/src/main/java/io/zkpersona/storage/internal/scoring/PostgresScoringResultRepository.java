package io.zkpersona.storage.internal.scoring;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;
import static io.zkpersona.storage.internal.tables.tables.ScoringResults.SCORING_RESULTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.zkpersona.domain.error.ConstraintException;
import io.zkpersona.domain.error.MissingReferenceException;
import io.zkpersona.domain.error.ValidationException;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.id.ScoringResultId;
import io.zkpersona.domain.id.UserId;
import io.zkpersona.domain.scoring.CreateScoringResultRequest;
import io.zkpersona.domain.scoring.ScoringResult;
import io.zkpersona.domain.scoring.ScoringResultFilter;
import io.zkpersona.storage.internal.behavior.PostgresBehaviorInputRepository;
import io.zkpersona.storage.internal.error.Required;
import io.zkpersona.storage.internal.execution.SqlExecutor;
import io.zkpersona.storage.internal.mapping.Codec;
import io.zkpersona.storage.internal.mapping.Codecs;
import io.zkpersona.storage.internal.query.Params;
import io.zkpersona.storage.internal.query.SqlShape;
import io.zkpersona.storage.internal.query.Variants;
import io.zkpersona.storage.internal.repository.EntityStatements;
import io.zkpersona.storage.internal.repository.PostgresRepository;
import io.zkpersona.storage.internal.repository.ReadStatements.Listed;
import io.zkpersona.storage.internal.repository.RepositoryContext;
import io.zkpersona.storage.repository.ScoringResultRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

public final class PostgresScoringResultRepository
    extends PostgresRepository<ScoringResult, ScoringResultId, ScoringResultFilter>
    implements ScoringResultRepository {
  private static final EntityStatements<
          ScoringResult, ScoringResult, ScoringResultId, ScoringResultFilter>
      STATEMENTS = EntityStatements.of(ScoringResultTable.TABLE, ScoringResultConditions.FILTER);

  /** Selects the scores that a filter matches, the latest first; the variant is its mask. */
  private static final Variants<Long, Listed<ScoringResultFilter>, ScoringResult> FIND_BY_USER_ID =
      Variants.of(
          ScoringResultTable.TABLE.operation("find_by_user_id"),
          (mask, in, out) -> {
            out.as(out.entity(ScoringResultTable.TABLE));
            return select(out.fields())
                .from(SCORING_RESULTS)
                .where(ScoringResultConditions.FILTER.conditions(mask, in, Listed::filter))
                .orderBy(SCORING_RESULTS.TIMESTAMP.desc(), SCORING_RESULTS.ID.desc())
                .limit(in.number(Listed::limit));
          });

  private enum Key {
    LOCK_INPUTS,
    FIND_LATEST
  }

  private record Owned(BehaviorInputId input, @Nullable UserId user) {}

  private static final Codec<BehaviorInputId> INPUT_ID = Codecs.of(BEHAVIOR_INPUTS.ID);
  private static final Codec<UserId> USER_ID = Codecs.of(BEHAVIOR_INPUTS.USER_ID);

  public PostgresScoringResultRepository(RepositoryContext context) {
    super(context, STATEMENTS, ScoringResultId::generate);
  }

  @Override
  public ScoringResult createAndMarkProcessed(CreateScoringResultRequest request) {
    ScoringResult given =
        Required.argument("request", request).toEntity(ScoringResultId.generate());
    return executor()
        .atomically(
            operation("create_and_mark_processed"),
            tx -> {
              Map<BehaviorInputId, Owned> inputs = lock(tx, Set.of(given.behaviorInputId()));
              ScoringResult saved = on(tx).save(owned(given, inputs));
              markProcessed(tx, inputs);
              return saved;
            });
  }

  @Override
  public List<ScoringResult> createAllAndMarkProcessed(
      Collection<CreateScoringResultRequest> requests) {
    List<ScoringResult> given =
        Required.<CreateScoringResultRequest>elements("requests", requests).stream()
            .map(request -> request.toEntity(ScoringResultId.generate()))
            .toList();
    if (given.isEmpty()) {
      return List.of();
    }
    Set<BehaviorInputId> ids = new HashSet<>();
    given.forEach(result -> ids.add(result.behaviorInputId()));
    return executor()
        .atomically(
            operation("create_all_and_mark_processed"),
            tx -> {
              Map<BehaviorInputId, Owned> inputs = lock(tx, ids);
              List<ScoringResult> saved = on(tx).saveAll(owned(given, inputs));
              markProcessed(tx, inputs);
              return saved;
            });
  }

  private PostgresScoringResultRepository on(SqlExecutor tx) {
    return new PostgresScoringResultRepository(context.on(tx));
  }

  /** Locks inputs in the order of their ids, so that concurrent callers do not deadlock. */
  private Map<BehaviorInputId, Owned> lock(SqlExecutor tx, Set<BehaviorInputId> ids) {
    SqlShape shape =
        context.shapes().get(Key.LOCK_INPUTS, PostgresScoringResultRepository::locking);
    Map<BehaviorInputId, Owned> inputs = new HashMap<>();
    tx.list(
            operation("lock_inputs"),
            shape,
            row -> new Owned(Objects.requireNonNull(row.read(INPUT_ID, 1)), row.read(USER_ID, 2)),
            ids)
        .forEach(input -> inputs.put(input.input, input));
    return inputs;
  }

  /** Binds the ids. */
  private static Query locking(Params params) {
    return select(BEHAVIOR_INPUTS.ID, BEHAVIOR_INPUTS.USER_ID)
        .from(BEHAVIOR_INPUTS)
        .where(BEHAVIOR_INPUTS.ID.eq(any(params.array(BEHAVIOR_INPUTS.ID))))
        .orderBy(BEHAVIOR_INPUTS.ID)
        .forNoKeyUpdate();
  }

  private List<ScoringResult> owned(
      List<ScoringResult> results, Map<BehaviorInputId, Owned> inputs) {
    List<ScoringResult> owned = new ArrayList<>(results.size());
    for (ScoringResult result : results) {
      try {
        owned.add(owned(result, inputs));
      } catch (ConstraintException e) {
        throw e.withIndex(owned.size());
      } catch (ValidationException e) {
        throw e.withIndex(owned.size());
      }
    }
    return owned;
  }

  /** Returns the result with its input's user. */
  private ScoringResult owned(ScoringResult result, Map<BehaviorInputId, Owned> inputs) {
    Owned input = inputs.get(result.behaviorInputId());
    if (input == null) {
      throw new MissingReferenceException(entity.entityType(), "behaviorInputId");
    }
    if (input.user == null || input.user.equals(result.userId())) {
      return result;
    }
    if (result.userId() != null) {
      throw new ValidationException(
          "userId", "another user than the behavior input's (expected: the same or none)");
    }
    return result.withUserId(input.user);
  }

  private void markProcessed(SqlExecutor tx, Map<BehaviorInputId, Owned> inputs) {
    new PostgresBehaviorInputRepository(context.on(tx)).markAsProcessed(inputs.keySet());
  }

  @Override
  public Optional<ScoringResult> findLatest(BehaviorInputId behaviorInputId, String modelVersion) {
    SqlShape shape =
        context
            .shapes()
            .get(
                Key.FIND_LATEST,
                params ->
                    select(entity.fields())
                        .from(SCORING_RESULTS)
                        .where(
                            SCORING_RESULTS.BEHAVIOR_INPUT_ID.eq(
                                params.value(SCORING_RESULTS.BEHAVIOR_INPUT_ID)))
                        .and(
                            SCORING_RESULTS.MODEL_VERSION.eq(
                                params.value(SCORING_RESULTS.MODEL_VERSION)))
                        .orderBy(SCORING_RESULTS.TIMESTAMP.desc(), SCORING_RESULTS.ID.desc())
                        .limit(inline(1)));
    return executor()
        .first(
            operation("find_latest"),
            shape,
            entity.reader(),
            Required.argument("behaviorInputId", behaviorInputId),
            Required.argument("modelVersion", modelVersion));
  }

  @Override
  public List<ScoringResult> findByUserId(UserId userId, Instant startDate, Instant endDate) {
    ScoringResultFilter filter =
        ScoringResultFilter.builder()
            .userId(Required.argument("userId", userId))
            .startDate(Required.argument("startDate", startDate))
            .endDate(Required.argument("endDate", endDate))
            .build();
    return atMost(FIND_BY_USER_ID.of(filters.mask(filter)), filter);
  }
}
